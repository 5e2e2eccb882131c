package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Columns of a table, side by side: numbers, or texts that are numbered by the classes they name.
 */
record ColumnValues(String origin, List<String> names, ClassNumbers classes) implements RowValues {

  @Override
  public Set<String> columns() {
    return new LinkedHashSet<>(names);
  }

  @Override
  public double[] apply(VectorSchemaRoot rows) {
    int width = names.size();
    int count = rows.getRowCount();
    var values = new double[count * width];
    for (int i = 0; i < width; i++) {
      var column = requireNonNull(rows.getVector(names.get(i)), names.get(i));
      if (isText(column)) {
        for (int row = 0; row < count; row++) {
          values[row * width + i] =
              column.isNull(row) ? Double.NaN : classes.of(bytes(column, row));
        }
      } else {
        var numbers = new Numbers(column);
        for (int row = 0; row < count; row++) {
          values[row * width + i] = numbers.get(row);
        }
      }
    }
    return values;
  }

  private static boolean isText(FieldVector column) {
    return column instanceof VarCharVector || column instanceof LargeVarCharVector;
  }

  private static byte[] bytes(FieldVector column, int row) {
    return column instanceof VarCharVector texts
        ? texts.get(row)
        : ((LargeVarCharVector) column).get(row);
  }

  @Override
  public void close() {}
}
