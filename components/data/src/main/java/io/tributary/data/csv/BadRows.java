package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of some files that cannot be read: all of them counted, the first ones told. */
final class BadRows {
  private static final int TOLD = 20;
  private static final int EXCERPT = 40;
  private static final String REMEDY =
      "correct these rows in the file; one bad row fails the node, none is left out";

  private record BadRow(String where, String value, String expected) {}

  private final List<BadRow> first = new ArrayList<>();
  private long count;
  private long lastLine = -1;
  private Path lastFile = Path.of("");

  /**
   * Notes what is wrong on a line; one line counts once.
   *
   * @param column its name; empty when the whole line is meant
   */
  void add(Path file, long line, String column, String value, String expected) {
    if (line != lastLine || !file.equals(lastFile)) {
      count++;
      lastLine = line;
      lastFile = file;
    }
    if (first.size() < TOLD) {
      var place = column.isEmpty() ? "" : ", column '" + column + "'";
      first.add(new BadRow(file + ", line " + line + place, value, expected));
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * All of them in one message.
   *
   * @param input the path that the user gave
   * @param rows how many rows the files hold, good and bad
   */
  ExecutionFailure failure(Path input, long rows) {
    if (first.size() == 1) {
      var only = first.get(0);
      return new ExecutionFailure(
          Code.INVALID_DATA, new Explanation(only.where, only.value, only.expected, REMEDY));
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
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            input.toString(), told.toString(), "rows as their header and RFC 4180 say", REMEDY));
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
