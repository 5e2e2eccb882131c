package io.tributary.cli.run;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Hints;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunRequest;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.RunState;
import io.tributary.server.Audit;
import io.tributary.server.view.RunDetailView;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

public final class ResumeCommand extends Command {
  /** How many runs are looked through for unfinished ones. */
  private static final int RECENT = 20;

  private final Home home;
  private final Given<String> runId =
      optionalParameter("RUN", StoredRun.LATEST, "Id of the run (default: ${DEFAULT-VALUE}).");
  private final RunOptions options = new RunOptions(this);
  private final Given<List<Path>> jars =
      repeated(
          "--jar",
          "JAR",
          List.class,
          "Jar or folder with the classes of the pipeline, for the rest of the run (default: those the run was started with, as they were then).",
          Path.class);

  public ResumeCommand(Home home) {
    super(
        "resume",
        "Goes on with a run that was canceled, failed, or whose process died. Nodes that have finished are not repeated; everything else is as it was when the run was started.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary resume",
        "  tributary resume 20261122-093001-4c1f --jar mended.jar");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = home.openExisting()) {
      var run = StoredRun.find(opened, runId.value());
      if (run.state() == RunState.COMPLETE) {
        return nothingToDo(run, opened);
      }
      var given = jars.find().orElse(List.of());
      var from = given.isEmpty() ? RunJars.recall(opened, run.id()) : given;
      if (given.isEmpty()) {
        remark(RunJars.successors(opened, run.id()));
      }
      var request =
          RunRequest.resuming(run, opened, Definitions.in(from).classes()).by(Audit.user());
      try (var kept = RunJars.keep(opened, run.id(), given)) {
        return options.execute(
            kept.in(request, ResumeCommand.class.getClassLoader()), opened, kept);
      }
    }
  }

  private void remark(List<Path> successors) {
    for (var jar : successors) {
      err()
          .println(
              "tributary: "
                  + jar
                  + " has changed since the run was started, which goes on with what it was started with; to go on with the changed one: --jar "
                  + jar);
    }
    err().flush();
  }

  private int nothingToDo(PipelineRun complete, RunHome opened) throws IOException {
    if (options.asJson()) {
      JsonOutput.print(out(), RunDetailView.of(StoredRun.read(opened, complete.id())));
      return ExitCode.OK;
    }
    out().println("run " + complete.id() + " is COMPLETE: there is nothing to resume");
    var unfinished = new LinkedHashMap<String, String>();
    for (var run : opened.metadata().runs().newest(RECENT)) {
      if (run.state() != RunState.COMPLETE) {
        unfinished.put("resume " + run.id(), "of " + run.pipeline() + ", " + run.state());
      }
    }
    Hints.of(opened).print(out(), unfinished);
    out().flush();
    return ExitCode.OK;
  }
}
