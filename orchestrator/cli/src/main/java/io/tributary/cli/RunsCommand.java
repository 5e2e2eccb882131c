package io.tributary.cli;

import io.tributary.metadata.PipelineRun;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "runs", description = "Lists runs, newest first.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RunsCommand implements Callable<Integer> {
  static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  @ParentCommand private Tributary tributary;

  @Option(names = "--pipeline", paramLabel = "NAME", description = "Only runs of this pipeline.")
  private @Nullable String pipeline;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var opened = tributary.home().openExisting()) {
      var runs =
          pipeline == null
              ? opened.metadata().runs().newest(limit)
              : opened.metadata().runs().newest(pipeline, limit);
      if (json) {
        JsonOutput.print(out, runs.stream().map(RunsCommand::json).toList());
        return ExitCode.OK;
      }
      var table = new Table("RUN", "PIPELINE", "STATE", "STARTED", "TOOK", "MESSAGE");
      runs.forEach(
          run ->
              table.row(
                  run.id(),
                  run.pipeline(),
                  run.state(),
                  LOCAL_TIME.format(run.started()),
                  took(run),
                  run.message()));
      out.print(table.isEmpty() ? "no runs" + System.lineSeparator() : table);
      out.flush();
      return ExitCode.OK;
    }
  }

  private static String took(PipelineRun run) {
    return run.ended()
        .map(ended -> RunReport.seconds(Duration.between(run.started(), ended)))
        .orElse("-");
  }

  private static Map<String, Object> json(PipelineRun run) {
    var json = new LinkedHashMap<String, Object>();
    json.put("id", run.id());
    json.put("pipeline", run.pipeline());
    json.put("state", run.state().name());
    json.put("started", run.started().toString());
    run.ended().ifPresent(ended -> json.put("ended", ended.toString()));
    json.put("message", run.message());
    return json;
  }
}
