package io.tributary.cli.server;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.Period;
import io.tributary.cli.home.Home;
import io.tributary.metadata.Role;
import io.tributary.server.Audit;
import io.tributary.server.Tokens;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

final class TokenAddCommand extends Command {
  private static final String NEVER = "never";

  private final Home home;
  private final Given<String> name =
      parameter(
          0, "NAME", String.class, "Name of the token; the audit log names its holder by it.");
  private final Given<Role> role =
      required(
          "--role",
          "ROLE",
          Role.class,
          "viewer reads; operator also starts, resumes and cancels runs and back-fills, and pauses and resumes schedules; author also adds and removes schedules, and uploads jars.");
  private final Given<String> expires =
      option(
          "--expires",
          "PERIOD",
          String.class,
          "90d",
          "For how long it is worth something, such as 12h or 30d, or never (default: ${DEFAULT-VALUE}).");

  TokenAddCommand(Home home) {
    super("add", "Makes a token and prints it, once: only its digest is stored.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  TOKEN=$(tributary token add ci --role operator --expires 30d)",
        "  curl -H \"Authorization: Bearer $TOKEN\" http://localhost:8090/api/v1/runs",
        "  curl -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: application/json\" \\",
        "    -d '{\"pipeline\": \"chicago-taxi\"}' http://localhost:8090/api/v1/runs");
  }

  private Optional<Duration> life() {
    if (expires.value().equals(NEVER)) {
      return Optional.empty();
    }
    var life = Period.parse("--expires", expires.value());
    if (life.isZero()) {
      throw Period.wrong("--expires", expires.value());
    }
    return Optional.of(life);
  }

  @Override
  public Integer call() {
    var life = life();
    try (var opened = home.open()) {
      var tokens = new Tokens(opened.metadata(), opened.clock(), new SecureRandom());
      var token =
          new Audit(opened.metadata(), opened.clock(), Audit.user())
              .change(
                  "token.add",
                  name.value(),
                  role.value().name().toLowerCase(Locale.ROOT) + ", expires " + expires.value(),
                  () -> tokens.add(name.value(), role.value(), life));
      out().println(token);
      out().flush();
      return ExitCode.OK;
    }
  }
}
