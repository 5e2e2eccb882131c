package io.tributary.cli.server;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.server.Audit;
import io.tributary.server.Tokens;
import java.security.SecureRandom;

final class TokenRemoveCommand extends Command {
  private final Home home;
  private final Given<String> name = parameter(0, "NAME", String.class, "Name of the token.");

  TokenRemoveCommand(Home home) {
    super("remove", "Removes a token, which is worth nothing from then on.");
    this.home = home;
  }

  @Override
  public Integer call() {
    try (var opened = home.open()) {
      var tokens = new Tokens(opened.metadata(), opened.clock(), new SecureRandom());
      new Audit(opened.metadata(), opened.clock(), Audit.user())
          .change(
              "token.remove",
              name.value(),
              "",
              () -> {
                tokens.remove(name.value());
                return name.value();
              });
      out().println("token " + name.value() + " removed");
      out().flush();
      return ExitCode.OK;
    }
  }
}
