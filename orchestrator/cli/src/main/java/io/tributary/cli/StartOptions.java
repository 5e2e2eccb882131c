package io.tributary.cli;

import io.tributary.core.RunRequest;

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

  RunRequest request(PipelineOptions.Compiled compiled, String runId) {
    var request =
        RunRequest.of(compiled.pipeline(), compiled.classes(), runId)
            .withParameters(compiled.parameters())
            .withSeed(seed.value());
    return noCache.value() ? request.withoutCache() : request;
  }
}
