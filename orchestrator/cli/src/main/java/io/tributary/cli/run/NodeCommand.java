package io.tributary.cli.run;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.home.Home;
import picocli.CommandLine;

public final class NodeCommand extends Command {
  public NodeCommand(Home home) {
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
