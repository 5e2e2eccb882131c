package io.tributary.cli;

import picocli.CommandLine;

final class MetadataCommand extends Command {
  MetadataCommand(Home home) {
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
