package io.tributary.cli;

import io.tributary.core.RunRequest;
import io.tributary.core.jar.KeptJars;

/** How a new run is started. */
final class StartOptions {
  private final Given<Boolean> noCache;
  private final Given<Long> seed;

  /** Adds the options to {@code command}. */
  StartOptions(Command command) {
    noCache = command.flag("--no-cache", "Run every node, whatever earlier runs made.");
    seed =
        command.option(
            "--seed",
            "N",
            Long.class,
            "" + RunRequest.DEFAULT_SEED,
            "Source of all randomness (default: ${DEFAULT-VALUE}).");
  }

  /**
   * A new run of a compiled pipeline.
   *
   * @param kept the jars that it was compiled from; its nodes have their classes from there
   */
  RunRequest request(PipelineOptions.Compiled compiled, String runId, KeptJars kept) {
    return kept.in(request(compiled, runId), StartOptions.class.getClassLoader());
  }

  /** A new run of a compiled pipeline. */
  RunRequest request(PipelineOptions.Compiled compiled, String runId) {
    var request =
        RunRequest.of(compiled.pipeline(), compiled.classes(), runId)
            .withParameters(compiled.parameters())
            .withSeed(seed.value());
    return noCache.value() ? request.withoutCache() : request;
  }
}
