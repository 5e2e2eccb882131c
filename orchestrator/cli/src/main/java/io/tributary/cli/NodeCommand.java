package io.tributary.cli;

import picocli.CommandLine;

final class NodeCommand extends Command {
  NodeCommand(Home home) {
    super("node", "Works on single nodes of a run.");
    spec().usageMessage().synopsisSubcommandLabel("COMMAND");
    var run = new NodeRunCommand(home);
    spec().addSubcommand(run.spec().name(), new CommandLine(run.spec(), Command.NO_REFLECTION));
  }

  @Override
  public Integer call() {
    spec().commandLine().usage(out());
    return ExitCode.OK;
  }
}
