package io.tributary.cli.command;

import java.util.List;
import picocli.CommandLine;

/** A command that only has subcommands; alone it shows its help. */
public final class CommandGroup extends Command {
  public CommandGroup(String name, String description, List<Command> commands) {
    super(name, description);
    spec().usageMessage().synopsisSubcommandLabel("COMMAND");
    for (var command : commands) {
      spec()
          .addSubcommand(
              command.spec().name(), new CommandLine(command.spec(), Command.NO_REFLECTION));
    }
  }

  /** The same with lines under the options. */
  public CommandGroup withFooter(String... lines) {
    footer(lines);
    return this;
  }

  @Override
  public Integer call() {
    spec().commandLine().usage(out());
    return ExitCode.OK;
  }
}
