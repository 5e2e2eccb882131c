package io.tributary.cli;

import io.tributary.metadata.TickState;
import io.tributary.server.Backfills;
import io.tributary.server.Backfills.Progress;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

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
        JsonOutput.print(out(), all.stream().map(BackfillListCommand::json).toList());
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

  static Map<String, Object> json(Progress progress) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", progress.backfill().name());
    json.put("pipeline", progress.backfill().pipeline());
    json.put("state", progress.state().name());
    json.put("from", progress.trigger().first());
    json.put("to", progress.trigger().last());
    json.put("spansInARun", progress.trigger().size());
    json.put("limit", progress.trigger().limit());
    json.put("pieces", progress.pieces());
    json.put("complete", progress.count(TickState.ENDED));
    json.put("failed", progress.count(TickState.FAILED));
    json.put("underWay", progress.count(TickState.STARTED));
    json.put("left", progress.left());
    json.put("created", progress.backfill().created().toString());
    json.put("settings", progress.backfill().settings());
    json.put("jars", progress.backfill().jars());
    return json;
  }
}
