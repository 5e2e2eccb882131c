package io.tributary.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under a header, every column as wide as its widest cell. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;

  Table(String... header) {
    widths = new int[header.length];
    row((Object[]) header);
  }

  Table row(Object... cells) {
    var row = new ArrayList<String>(cells.length);
    for (int i = 0; i < cells.length; i++) {
      var text = String.valueOf(cells[i]).replace('\n', ' ');
      widths[i] = Math.max(widths[i], text.codePointCount(0, text.length()));
      row.add(text);
    }
    rows.add(row);
    return this;
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        var cell = row.get(i);
        line.append(cell);
        if (i + 1 < row.size()) {
          line.append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length()))).append(GAP);
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
