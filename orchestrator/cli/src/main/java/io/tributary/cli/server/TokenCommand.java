package io.tributary.cli.server;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.home.Home;
import java.util.List;
import picocli.CommandLine;

public final class TokenCommand extends Command {
  public TokenCommand(Home home) {
    super(
        "token",
        "Tokens, with which people and programs use the REST API of tributary server --port.");
    spec().usageMessage().synopsisSubcommandLabel("COMMAND");
    for (var command :
        List.of(
            new TokenAddCommand(home), new TokenListCommand(home), new TokenRemoveCommand(home))) {
      spec()
          .addSubcommand(
              command.spec().name(), new CommandLine(command.spec(), Command.NO_REFLECTION));
    }
  }

  @Override
  public Integer call() {
    spec().commandLine().usage(out());
    return ExitCode.OK;
  }
}
