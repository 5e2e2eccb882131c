package io.tributary.cli.output;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text under a header, every column as wide as its widest cell. */
public final class Table {
  private static final String GAP = "  ";
  private static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;
  private final boolean[] isRight;

  public Table(String... header) {
    widths = new int[header.length];
    isRight = new boolean[header.length];
    row((Object[]) header);
  }

  public Table row(Object... cells) {
    var row = new ArrayList<String>(cells.length);
    for (int i = 0; i < cells.length; i++) {
      var text = Printable.line(String.valueOf(cells[i]));
      widths[i] = Math.max(widths[i], text.codePointCount(0, text.length()));
      row.add(text);
    }
    rows.add(row);
    return this;
  }

  /**
   * Puts figures below each other: cells of these columns, counted from 0, end where the widest
   * does.
   */
  public Table rightAligned(int... columns) {
    for (int column : columns) {
      isRight[column] = true;
    }
    return this;
  }

  /** A moment, in the time zone of the reader. */
  public static String time(Instant moment) {
    return LOCAL_TIME.format(moment);
  }

  /** {@code text} with spaces after it, up to {@code width}. */
  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        var cell = row.get(i);
        var space = " ".repeat(widths[i] - cell.codePointCount(0, cell.length()));
        line.append(isRight[i] ? space + cell : cell + space);
        if (i + 1 < row.size()) {
          line.append(GAP);
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
