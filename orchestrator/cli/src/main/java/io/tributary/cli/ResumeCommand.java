package io.tributary.cli;

import io.tributary.core.RunRequest;
import io.tributary.metadata.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class ResumeCommand extends Command {
  private final Home home;
  private final Given<String> runId =
      optionalParameter("RUN", StoredRun.LATEST, "Id of the run (default: ${DEFAULT-VALUE}).");
  private final RunOptions options = new RunOptions(this);
  private final Given<List<Path>> jars =
      repeated(
          "--jar",
          "JAR",
          List.class,
          "Jar or folder with the classes of the pipeline (default: those the run was started with).",
          Path.class);

  ResumeCommand(Home home) {
    super(
        "resume",
        "Goes on with a run that was canceled, failed, or whose process died. Nodes that have finished are not repeated; everything else is as it was when the run was started.");
    this.home = home;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = home.openExisting()) {
      var run = StoredRun.find(opened, runId.value());
      if (run.state() == RunState.COMPLETE) {
        out().println("run " + run.id() + " is COMPLETE: there is nothing to resume");
        out().flush();
        return ExitCode.OK;
      }
      var from = jars.find().isPresent() ? jars.value() : options.rememberedJars(opened, run.id());
      return options.execute(
          RunRequest.resuming(run, opened, Definitions.in(from).classes()), opened, from);
    }
  }
}
