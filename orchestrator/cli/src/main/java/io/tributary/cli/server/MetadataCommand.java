package io.tributary.cli.server;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.home.Home;
import picocli.CommandLine;

public final class MetadataCommand extends Command {
  public MetadataCommand(Home home) {
    super("metadata", "Works on the metadata store as a whole.");
    spec().usageMessage().synopsisSubcommandLabel("COMMAND");
    var serve = new MetadataServeCommand(home);
    spec().addSubcommand(serve.spec().name(), new CommandLine(serve.spec(), Command.NO_REFLECTION));
  }

  @Override
  public Integer call() {
    spec().commandLine().usage(out());
    return ExitCode.OK;
  }
}
