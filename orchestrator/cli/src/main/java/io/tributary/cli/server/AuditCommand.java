package io.tributary.cli.server;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Table;
import io.tributary.server.view.AuditView;
import java.io.IOException;

public final class AuditCommand extends Command {
  private final Home home;
  private final Given<Integer> limit =
      option("--limit", "N", Integer.class, "50", "At most so many (default: ${DEFAULT-VALUE}).");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  public AuditCommand(Home home) {
    super(
        "audit",
        "Prints who changed what, or tried to and was refused: by commands, and by the REST API. Newest first.");
    this.home = home;
    footer("", "For example:", "  tributary audit --limit 10");
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.openExisting()) {
      var entries = opened.metadata().audit().newest(limit.value());
      if (json.value()) {
        JsonOutput.print(out(), entries.stream().map(AuditView::of).toList());
        return ExitCode.OK;
      }
      var table = new Table("TIME", "WHO", "ACTION", "ON", "OUTCOME", "MESSAGE");
      entries.forEach(
          entry ->
              table.row(
                  Table.time(entry.time()),
                  entry.actor(),
                  entry.action(),
                  entry.subject(),
                  entry.outcome(),
                  entry.message()));
      out().print(table.isEmpty() ? "nothing was changed" + System.lineSeparator() : table);
      out().flush();
      return ExitCode.OK;
    }
  }
}
