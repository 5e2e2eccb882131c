package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Table;
import io.tributary.server.Backfills;
import io.tributary.server.view.BackfillView;
import java.io.IOException;

final class BackfillListCommand extends Command {
  private final Home home;
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  BackfillListCommand(Home home) {
    super("list", "Lists back-fills, by name.");
    this.home = home;
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.open()) {
      var all = new Backfills(opened.metadata(), opened.clock()).all();
      if (json.value()) {
        JsonOutput.print(out(), all.stream().map(BackfillView::of).toList());
        return ExitCode.OK;
      }
      var table = new Table("BACK-FILL", "PIPELINE", "STATE", "PIECES");
      for (var progress : all) {
        table.row(
            progress.backfill().name(),
            progress.backfill().pipeline(),
            progress.state(),
            BackfillWork.words(progress));
      }
      out().print(table.isEmpty() ? "no back-fills" + System.lineSeparator() : table);
      out().flush();
      return ExitCode.OK;
    }
  }
}
