package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.server.Audit;
import io.tributary.server.Backfills;

final class BackfillCancelCommand extends Command {
  private final Home home;
  private final Given<String> name = parameter(0, "NAME", String.class, "Name of the back-fill.");

  BackfillCancelCommand(Home home) {
    super(
        "cancel",
        "Begins no more pieces of a back-fill. Runs under way go on to their end; tributary backfill resume goes on.");
    this.home = home;
  }

  @Override
  public Integer call() {
    try (var opened = home.open()) {
      var backfills = new Backfills(opened.metadata(), opened.clock());
      var canceled =
          new Audit(opened.metadata(), opened.clock(), Audit.user())
              .change("backfill.cancel", name.value(), "", () -> backfills.cancel(name.value()));
      BackfillWork.summarize(this, backfills, canceled);
      return ExitCode.OK;
    }
  }
}
