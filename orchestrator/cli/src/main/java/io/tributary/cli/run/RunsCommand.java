package io.tributary.cli.run;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Hints;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Table;
import io.tributary.core.RunHome;
import io.tributary.core.launcher.Activity;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.RunFilter;
import io.tributary.metadata.RunState;
import io.tributary.server.view.RunView;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

public final class RunsCommand extends Command {
  private final Home home;
  private final Given<String> pipeline =
      option("--pipeline", "NAME", String.class, "Only runs of this pipeline.");
  private final Given<Integer> limit =
      option("--limit", "N", Integer.class, "20", "At most so many (default: ${DEFAULT-VALUE}).");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  public RunsCommand(Home home) {
    super("runs", "Lists runs, newest first.");
    this.home = home;
    footer("", "For example:", "  tributary runs --pipeline chicago-taxi --limit 5");
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.openExisting()) {
      var filter = new RunFilter(pipeline.find(), Optional.empty(), Optional.empty());
      var runs = opened.metadata().runs().newest(filter, limit.value());
      if (json.value()) {
        JsonOutput.print(out(), runs.stream().map(RunView::of).toList());
        return ExitCode.OK;
      }
      var table = new Table("RUN", "PIPELINE", "STATE", "STARTED", "TOOK", "MESSAGE");
      runs.forEach(
          run ->
              table.row(
                  run.id(),
                  run.pipeline(),
                  run.state(),
                  Table.time(run.started()),
                  took(run),
                  message(opened, run)));
      out().print(table.isEmpty() ? "no runs" + System.lineSeparator() : table);
      out().flush();
      return ExitCode.OK;
    }
  }

  /** Of a run whose process was killed nobody has recorded the end. */
  private static String message(RunHome home, PipelineRun run) {
    if (run.state() != RunState.RUNNING || Activity.isUnderWay(home, run.id())) {
      return run.message();
    }
    var resume = Hints.of(home).command("resume " + run.id());
    return StoredRun.waitsForNode(home, run.id())
        ? "waits for the next node run; if that never comes: " + resume
        : "nobody works on it; go on: " + resume;
  }

  private static String took(PipelineRun run) {
    return run.ended()
        .map(ended -> RunReport.seconds(Duration.between(run.started(), ended)))
        .orElse("-");
  }
}
