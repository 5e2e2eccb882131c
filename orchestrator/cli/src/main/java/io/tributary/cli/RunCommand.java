package io.tributary.cli;

import io.tributary.core.RunRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "run",
    description =
        "Runs a pipeline. Nodes whose inputs, parameters and code are those of an earlier run are not run again; independent nodes run side by side.",
    footer = {
      "",
      "Ctrl-C stops a run cleanly; tributary resume goes on with it, also after a crash.",
      "Examples:",
      "  tributary run chicago-taxi",
      "  tributary run chicago-taxi --set data=trips.csv --no-cache",
      "  tributary run --jar my.jar com.example.MyPipeline --set name=value"
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RunCommand implements Callable<Integer> {
  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  @Mixin private PipelineOptions pipeline;
  @ParentCommand private Tributary tributary;
  @Mixin private RunOptions options;

  @Option(names = "--no-cache", description = "Run every node, whatever earlier runs made.")
  private boolean noCache;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Id of the new run (default: the time of its start).")
  private @Nullable String runId;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + RunRequest.DEFAULT_SEED,
      description = "Source of all randomness (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var compiled = pipeline.compile();
    try (var opened = tributary.home().open()) {
      var id = runId != null ? runId : newRunId(opened.clock());
      var request =
          RunRequest.of(compiled.pipeline(), compiled.classes(), id)
              .withParameters(compiled.parameters())
              .withSeed(seed);
      if (noCache) {
        request = request.withoutCache();
      }
      return options.execute(request, opened, pipeline.jars());
    }
  }

  private static String newRunId(Clock clock) {
    return RUN_ID.format(Instant.now(clock));
  }
}
