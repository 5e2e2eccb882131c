package io.tributary.components.tuner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A leaderboard in columns: rank, value, share, trial, hyper-parameters. */
final class LeaderboardTable {
  private final Leaderboard leaderboard;

  LeaderboardTable(Leaderboard leaderboard) {
    this.leaderboard = leaderboard;
  }

  String text() {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "RANK",
            leaderboard.objective().key().toUpperCase(Locale.ROOT),
            "SHARE",
            "TRIAL",
            "HYPER-PARAMETERS"));
    int rank = 0;
    for (var trial : leaderboard.trials()) {
      rank++;
      rows.add(
          List.of(
              trial.hasFailed() ? "-" : Integer.toString(rank),
              trial.value().map(Figure::of).orElse("failed"),
              Figure.of(trial.share()),
              Integer.toString(trial.number()),
              trial.hasFailed()
                  ? trial.setting() + ": " + trial.failure().replaceAll("\\s+", " ")
                  : trial.setting().toString()));
    }
    var text = new StringBuilder(leaderboard.summary()).append("\n\n");
    rows.forEach(row -> append(row, rows, text));
    return text.toString();
  }

  private static void append(List<String> row, List<List<String>> rows, StringBuilder text) {
    for (int i = 0; i < row.size() - 1; i++) {
      int column = i;
      int width =
          rows.stream().map(each -> each.get(column)).mapToInt(String::length).max().orElse(0);
      text.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
    }
    text.append(row.get(row.size() - 1)).append('\n');
  }
}
