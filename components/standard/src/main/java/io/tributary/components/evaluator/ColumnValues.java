package io.tributary.components.evaluator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Columns of a table, side by side: numbers, or names that are numbered by the classes they name.
 *
 * @param classes empty for numbers; else columns hold texts, or integers whose digits are the name
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
      var numbers = new Numbers(column);
      for (int row = 0; row < count; row++) {
        if (column.isNull(row)) {
          values[row * width + i] = Double.NaN;
        } else {
          values[row * width + i] =
              classes.isEmpty() ? numbers.get(row) : classes.of(name(column, row));
        }
      }
    }
    return values;
  }

  private static byte[] name(FieldVector column, int row) {
    if (column instanceof VarCharVector texts) {
      return texts.get(row);
    } else if (column instanceof LargeVarCharVector texts) {
      return texts.get(row);
    }
    return Long.toString(((BaseIntVector) column).getValueAsLong(row)).getBytes(UTF_8);
  }

  @Override
  public void close() {}
}
