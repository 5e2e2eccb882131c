package io.tributary.cli.server;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Table;
import io.tributary.metadata.AccessToken;
import io.tributary.server.view.TokenView;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

final class TokenListCommand extends Command {
  private final Home home;
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  TokenListCommand(Home home) {
    super("list", "Lists tokens, by name, without their secrets.");
    this.home = home;
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.open()) {
      var tokens = opened.metadata().tokens().all();
      if (json.value()) {
        JsonOutput.print(out(), tokens.stream().map(TokenView::of).toList());
        return ExitCode.OK;
      }
      var table = new Table("TOKEN", "ROLE", "CREATED", "EXPIRES", "LAST USED");
      var now = opened.clock().instant();
      tokens.forEach(
          token ->
              table.row(
                  token.name(),
                  token.role().name().toLowerCase(Locale.ROOT),
                  Table.time(token.created()),
                  expires(token, now),
                  token.used().map(Table::time).orElse("-")));
      out().print(table.isEmpty() ? "no tokens" + System.lineSeparator() : table);
      out().flush();
      return ExitCode.OK;
    }
  }

  private static String expires(AccessToken token, Instant now) {
    return token
        .expires()
        .map(time -> Table.time(time) + (token.isExpired(now) ? ", expired" : ""))
        .orElse("never");
  }
}
