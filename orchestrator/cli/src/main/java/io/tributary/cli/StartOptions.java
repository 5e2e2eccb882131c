package io.tributary.cli;

import io.tributary.core.RunHome;
import io.tributary.core.RunRequest;
import io.tributary.core.jar.KeptJars;
import io.tributary.metadata.PipelineRun;
import java.util.ArrayList;

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
   * Refuses options that say otherwise than a run was started.
   *
   * @throws UsageException with all of them
   */
  void requireAsStarted(PipelineRun run, RunHome home) {
    var otherwise = new ArrayList<String>();
    long started = RunRequest.resuming(run, home, StartOptions.class.getClassLoader()).seed();
    if (seed.isGiven() && seed.value() != started) {
      otherwise.add("--seed " + seed.value() + ", which was " + started);
    }
    if (noCache.value() && run.cacheEnabled()) {
      otherwise.add("--no-cache, which was not asked for");
    }
    if (!otherwise.isEmpty()) {
      throw new UsageException(
          "run '" + run.id() + "'",
          String.join("; ", otherwise),
          "what the run was started with",
          "leave it out, or start a new run");
    }
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
    if (runId.equals(StoredRun.LATEST)) {
      throw new UsageException(
          "--run-id",
          "'" + runId + "', which stands for the newest run",
          "an id of its own",
          "choose another");
    }
    var request =
        RunRequest.of(compiled.pipeline(), compiled.classes(), runId)
            .withParameters(compiled.parameters())
            .withSeed(seed.value());
    return noCache.value() ? request.withoutCache() : request;
  }
}
