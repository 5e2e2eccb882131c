package io.tributary.cli.data;

import io.tributary.cli.output.Figures;
import io.tributary.cli.output.Table;
import io.tributary.components.examplediff.CellValue;
import io.tributary.data.diff.DiffSide;
import io.tributary.data.diff.Difference;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * In what two datasets differ, for people.
 *
 * @param a what the first is called
 * @param b what the second is called
 */
record DifferenceReport(
    String a, String b, List<String> key, Difference difference, BufferAllocator allocator) {
  private static final int LONGEST_VALUE = 30;
  private static final int MOST_COLUMNS = 8;

  void print(PrintWriter out) throws IOException {
    out.println("A  " + a + ": " + Figures.text(difference.a().rows()) + " rows");
    out.println("B  " + b + ": " + Figures.text(difference.b().rows()) + " rows");
    out.println();
    counts(out);
    columns(out);
    changes(out);
    rows("only in A", difference.a(), difference.onlyInA(), out);
    rows("only in B", difference.b(), difference.onlyInB(), out);
    rows("key repeated in A", difference.a(), difference.repeatedInA(), out);
    rows("key repeated in B", difference.b(), difference.repeatedInB(), out);
    out.flush();
  }

  private void counts(PrintWriter out) {
    var table = new Table("ROWS", "COUNT").rightAligned(1);
    table.row("the same", Figures.text(difference.same()));
    if (!key.isEmpty()) {
      table.row("changed", Figures.text(difference.changed().count()));
    }
    table.row("only in A", Figures.text(difference.onlyInA().count()));
    table.row("only in B", Figures.text(difference.onlyInB().count()));
    if (difference.repeatedInA().count() + difference.repeatedInB().count() > 0) {
      table.row("key repeated in A", Figures.text(difference.repeatedInA().count()));
      table.row("key repeated in B", Figures.text(difference.repeatedInB().count()));
    }
    out.print(table);
  }

  private void columns(PrintWriter out) {
    var columns = difference.columns();
    if (columns.isEmpty()) {
      return;
    }
    out.println();
    var table = new Table("COLUMN", "IN A", "IN B");
    columns.onlyInA().forEach(column -> table.row(column, "yes", "-"));
    columns.onlyInB().forEach(column -> table.row(column, "-", "yes"));
    columns.types().forEach(types -> table.row(types.column(), types.inA(), types.inB()));
    out.print(table);
  }

  private void changes(PrintWriter out) throws IOException {
    var changed = difference.changed();
    if (changed.count() == 0) {
      return;
    }
    out.println();
    var counts = new Table("CHANGED COLUMN", "ROWS").rightAligned(1);
    changed.columns().forEach((column, count) -> counts.row(column, Figures.text(count)));
    out.print(counts);
    if (changed.samples().isEmpty()) {
      return;
    }
    out.println();
    var header = new ArrayList<>(List.of("ROW IN A", "ROW IN B"));
    header.addAll(key);
    header.addAll(List.of("COLUMN", "A", "B"));
    var table = new Table(header.toArray(String[]::new)).rightAligned(0, 1);
    var inA = changed.samples().stream().map(Difference.Change::rowInA).toList();
    var inB = changed.samples().stream().map(Difference.Change::rowInB).toList();
    try (var rowsOfA = difference.a().read(inA, allocator);
        var rowsOfB = difference.b().read(inB, allocator)) {
      for (int i = 0; i < changed.samples().size(); i++) {
        for (var column : changed.samples().get(i).columns()) {
          var cells = new ArrayList<Object>(List.of(inA.get(i) + 1, inB.get(i) + 1));
          for (var of : key) {
            cells.add(value(rowsOfA, of, i));
          }
          cells.addAll(List.of(column, value(rowsOfA, column, i), value(rowsOfB, column, i)));
          table.row(cells.toArray());
        }
      }
    }
    out.print(table);
  }

  private void rows(String title, DiffSide side, Difference.Rows rows, PrintWriter out)
      throws IOException {
    if (rows.samples().isEmpty()) {
      return;
    }
    var columns =
        side.schema().getFields().stream()
            .limit(MOST_COLUMNS)
            .map(field -> field.getName())
            .toList();
    var header = new ArrayList<>(List.of("ROW", "TIMES"));
    header.addAll(columns);
    boolean cut = columns.size() < side.schema().getFields().size();
    if (cut) {
      header.add("...");
    }
    var table = new Table(header.toArray(String[]::new)).rightAligned(0, 1);
    var numbers = rows.samples().stream().map(Difference.Single::row).toList();
    try (var batch = side.read(numbers, allocator)) {
      for (int i = 0; i < numbers.size(); i++) {
        var cells =
            new ArrayList<Object>(List.of(numbers.get(i) + 1, rows.samples().get(i).count()));
        for (var column : columns) {
          cells.add(value(batch, column, i));
        }
        if (cut) {
          cells.add("...");
        }
        table.row(cells.toArray());
      }
    }
    out.println();
    out.println(
        title
            + (rows.count() > rows.samples().size()
                ? ", the first " + rows.samples().size() + " of " + Figures.text(rows.count())
                : ""));
    out.print(table);
  }

  private static String value(VectorSchemaRoot batch, String column, int row) {
    var vector = batch.getVector(column);
    var value = vector == null ? null : CellValue.of(vector, row);
    return value == null ? "-" : Figures.brief(value.toString(), LONGEST_VALUE);
  }
}
