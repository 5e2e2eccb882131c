package io.tributary.cli;

import io.tributary.core.RunRequest;
import io.tributary.metadata.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "resume",
    description =
        "Goes on with a run that was canceled, failed, or whose process died. Nodes that have finished are not repeated; everything else is as it was when the run was started.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ResumeCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      defaultValue = StoredRun.LATEST,
      description = "Id of the run (default: ${DEFAULT-VALUE}).")
  private String runId;

  @ParentCommand private Tributary tributary;
  @Mixin private RunOptions options;

  @Option(
      names = "--jar",
      paramLabel = "JAR",
      description =
          "Jar or folder with the classes of the pipeline (default: those the run was started with).")
  private List<Path> jars = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = tributary.home().openExisting()) {
      var run = StoredRun.find(opened, runId);
      if (run.state() == RunState.COMPLETE) {
        spec.commandLine()
            .getOut()
            .println("run " + run.id() + " is COMPLETE: there is nothing to resume");
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
      }
      var from = jars.isEmpty() ? options.rememberedJars(opened, run.id()) : jars;
      return options.execute(
          RunRequest.resuming(run, opened, Definitions.in(from).classes()), opened, from);
    }
  }
}
