package io.tributary.components.trainer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * Transformed features of some rows, column by column, in the order of the transform. Immutable as
 * long as nobody writes to the arrays of its columns.
 *
 * @param rows number of rows, the same in every column
 */
public record FeatureMatrix(int rows, List<FeatureColumn> columns) {
  public FeatureMatrix {
    columns = List.copyOf(columns);
    var names = new HashSet<String>();
    for (var column : columns) {
      if (column.rows() != rows) {
        throw new IllegalArgumentException(
            "feature '" + column.name() + "': " + column.rows() + " rows (expected: " + rows + ")");
      }
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "feature '" + column.name() + "': given twice (expected: unique names)");
      }
    }
  }

  /** Number of inputs of a linear model over it: one per number, one per id of every id column. */
  public long width() {
    long width = 0;
    for (var column : columns) {
      width += column instanceof FeatureColumn.Ids ids ? ids.size() : 1;
    }
    return width;
  }

  /** At most {@code count} rows, evenly spaced from the first on, in order. */
  public FeatureMatrix sample(int count) {
    if (rows <= count) {
      return this;
    }
    var chosen = new int[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = (int) ((long) i * rows / count);
    }
    return rows(chosen);
  }

  /** These rows, in this order. */
  public FeatureMatrix rows(int... chosen) {
    return new FeatureMatrix(
        chosen.length, columns.stream().map(column -> select(column, chosen)).toList());
  }

  private static FeatureColumn select(FeatureColumn column, int[] rows) {
    if (column instanceof FeatureColumn.Ids ids) {
      return new FeatureColumn.Ids(
          ids.name(), ids.size(), Arrays.stream(rows).map(row -> ids.values()[row]).toArray());
    }
    var numbers = (FeatureColumn.Numbers) column;
    var values = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = numbers.values()[rows[i]];
    }
    return new FeatureColumn.Numbers(numbers.name(), values);
  }
}
