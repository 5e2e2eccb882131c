package io.tributary.components.tuner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A leaderboard in columns: rank, value, share where trials differ in it, trial, hyper-parameters.
 */
final class LeaderboardTable {
  private final Leaderboard leaderboard;

  LeaderboardTable(Leaderboard leaderboard) {
    this.leaderboard = leaderboard;
  }

  String text() {
    // Of a search that gives every trial all rows, the share says nothing.
    boolean hasShares = leaderboard.trials().stream().anyMatch(trial -> trial.share() != 1);
    var rows = new ArrayList<List<String>>();
    rows.add(
        row(
            "RANK",
            leaderboard.objective().key().toUpperCase(Locale.ROOT),
            hasShares ? Optional.of("SHARE") : Optional.empty(),
            "TRIAL",
            "HYPER-PARAMETERS"));
    int rank = 0;
    for (var trial : leaderboard.trials()) {
      rank++;
      rows.add(
          row(
              trial.hasFailed() ? "-" : Integer.toString(rank),
              trial.value().map(Figure::of).orElse("failed"),
              hasShares ? Optional.of(Figure.of(trial.share())) : Optional.empty(),
              Integer.toString(trial.number()),
              trial.hasFailed()
                  ? trial.setting() + ": " + trial.failure().replaceAll("\\s+", " ")
                  : trial.setting().toString()));
    }
    var text = new StringBuilder(leaderboard.summary()).append("\n\n");
    rows.forEach(row -> append(row, rows, text));
    return text.toString();
  }

  private static List<String> row(
      String rank, String value, Optional<String> share, String trial, String setting) {
    var row = new ArrayList<>(List.of(rank, value));
    share.ifPresent(row::add);
    row.addAll(List.of(trial, setting));
    return row;
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
