package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.metadata.TickState;
import io.tributary.server.Backfills;
import io.tributary.server.view.BackfillView;
import io.tributary.server.view.TickView;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;

final class BackfillShowCommand extends Command {
  private final Home home;
  private final Given<String> name = parameter(0, "NAME", String.class, "Name of the back-fill.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");
  private final Given<Integer> count =
      option(
          "-n",
          "N",
          Integer.class,
          "20",
          "At most so many pieces of each state (default: ${DEFAULT-VALUE}).");

  BackfillShowCommand(Home home) {
    super("show", "Shows how far a back-fill is: what is under way, and what has failed.");
    this.home = home;
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.open()) {
      var backfills = new Backfills(opened.metadata(), opened.clock());
      var progress = backfills.find(name.value());
      if (json.value()) {
        var pieces = new LinkedHashMap<TickState, List<TickView>>();
        for (var state : TickState.values()) {
          pieces.put(
              state,
              backfills.pieces(name.value(), state, count.value()).stream()
                  .map(TickView::of)
                  .toList());
        }
        var shown = new LinkedHashMap<String, Object>();
        shown.put("backfill", BackfillView.of(progress));
        shown.put("newest_pieces", pieces);
        JsonOutput.print(out(), shown);
        return ExitCode.OK;
      }
      for (var tick : backfills.pieces(name.value(), TickState.STARTED, count.value())) {
        out().println("  " + ScheduleListCommand.words(tick));
      }
      BackfillWork.summarize(this, backfills, progress);
      return ExitCode.OK;
    }
  }
}
