package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.source.BadRow;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.Quarantine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The rows of some files that cannot be read: all of them counted, the first ones told, and set
 * aside as long as their budget may suffice.
 */
final class BadRows {
  private static final int TOLD = 20;
  private static final int EXCERPT = 40;

  private record Told(String where, String value, String expected) {}

  private final BadRowBudget budget;
  private final Quarantine quarantine;
  private final List<Told> first = new ArrayList<>();
  private long count;
  private boolean isInDoubt;

  BadRows(BadRowBudget budget, Quarantine quarantine) {
    this.budget = budget;
    this.quarantine = quarantine;
  }

  /**
   * Takes those of a chunk.
   *
   * @param line of the chunk's first record
   */
  void take(Chunk chunk, long line) throws IOException {
    var file = chunk.content().file();
    for (var bad : chunk.bad()) {
      for (var fault : bad.faults()) {
        if (first.size() < TOLD) {
          first.add(
              new Told(
                  file + ", line " + (line + fault.line()) + place(fault.column()),
                  fault.value(),
                  fault.expected()));
        }
      }
      if (count++ < budget.maxRows()) {
        quarantine.add(row(file, line + chunk.line(bad.record()), bad));
      }
    }
    count += chunk.badRecords() - chunk.bad().size();
    isInDoubt |= chunk.isInDoubt();
  }

  private static BadRow row(Path file, long line, BadRecord bad) {
    var reason =
        bad.faults().stream()
            .map(fault -> fault.value() + " (expected: " + fault.expected() + ")")
            .collect(Collectors.joining("; "));
    if (bad.bytes().length < bad.length()) {
      reason += "; of " + bad.length() + " bytes, the first " + bad.bytes().length + " are kept";
    }
    return new BadRow(file.toString(), line, bad.faults().get(0).column(), reason, bad.bytes());
  }

  private static String place(String column) {
    return column.isEmpty() ? "" : ", column '" + column + "'";
  }

  long count() {
    return count;
  }

  /**
   * Fails if they are more than are put up with.
   *
   * @param input the path that the user gave
   * @param rows how many rows the files hold, good and bad
   */
  void require(Path input, long rows) {
    if (count == 0 || (!isInDoubt && budget.allows(count, rows))) {
      return;
    }
    if (first.size() == 1) {
      var only = first.get(0);
      throw new ExecutionFailure(
          Code.INVALID_DATA, new Explanation(only.where, only.value, only.expected, remedy()));
    }
    var told = new StringBuilder();
    told.append(String.format(Locale.ROOT, "%,d of %,d rows cannot be read", count, rows));
    told.append(count > TOLD || first.size() == TOLD ? "; the first:" : ":");
    for (var row : first) {
      told.append("\n  ")
          .append(row.where)
          .append(": ")
          .append(row.value)
          .append(" (expected: ")
          .append(row.expected)
          .append(")");
    }
    told.append('\n');
    throw new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            input.toString(), told.toString(), "rows as their header and RFC 4180 say", remedy()));
  }

  private String remedy() {
    if (budget.equals(BadRowBudget.NONE)) {
      return "correct these rows in the file; one bad row fails the node, none is left out";
    }
    if (isInDoubt) {
      return "correct these rows in the file; no budget covers them, because nobody can tell where"
          + " the next row begins";
    }
    return "correct these rows in the file, or put up with more of them than "
        + budget.maxRows()
        + " or "
        + 100 * budget.maxFraction()
        + " % of all";
  }

  /** The beginning of a value, in quotes, fit for a message. */
  static String excerpt(byte[] bytes, int from, int to) {
    var text = new String(bytes, from, Math.min(to - from, 4 * EXCERPT), UTF_8);
    return excerpt(text, to - from > 4 * EXCERPT);
  }

  /** The beginning of a text, in quotes, fit for a message. */
  static String excerpt(String text) {
    return excerpt(text, false);
  }

  private static String excerpt(String text, boolean isCut) {
    var shown = new StringBuilder("'");
    int end = text.offsetByCodePoints(0, Math.min(EXCERPT, text.codePointCount(0, text.length())));
    text.substring(0, end)
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (Character.isISOControl(c)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", c));
                  } else {
                    shown.appendCodePoint(c);
                  }
                }
              }
            });
    return shown.append(isCut || end < text.length() ? "…'" : "'").toString();
  }
}
