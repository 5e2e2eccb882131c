package io.tributary.data.row;

import java.util.Collection;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The canonical bytes of a row. Equal rows have equal bytes, whatever the order of the columns and
 * whatever columns exist that the row has no value for:
 *
 * <ul>
 *   <li>for every value, columns in the order of their names' UTF-8 bytes: the first 8 bytes of the
 *       SHA-256 of the name, then the value; a missing value has no bytes at all;
 *   <li>a number, boolean or time: {@code i} and a big-endian int64 if it is an integer that int64
 *       holds, so that 3 and 3.0 are equal; otherwise {@code d} and the bits of the double, all NaN
 *       alike; a decimal or unsigned number that is no such integer: {@code m}, its scale without
 *       trailing zeros and the length of its unscaled value as int32, the value in two's
 *       complement;
 *   <li>text and bytes: {@code s}, the length as big-endian int32, the bytes;
 *   <li>a list or map: {@code l}, its length as int32, its elements, a missing one as {@code n}; a
 *       struct: {@code r}, the number of its present children as int32, each as a column.
 * </ul>
 *
 * Not thread-safe.
 */
public final class RowBytes {
  private final KeyedColumns columns;
  private final ByteSink sink = new ByteSink();
  private ValueEncoder[] values = {};

  private RowBytes(KeyedColumns columns) {
    this.columns = columns;
  }

  /** Of all columns. */
  public static RowBytes of(Schema schema) {
    return new RowBytes(KeyedColumns.of(schema));
  }

  /**
   * Of some columns; of a single one just the value, without the name.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public static RowBytes of(Schema schema, Collection<String> columns) {
    return new RowBytes(KeyedColumns.of(schema, columns));
  }

  /** Turns to the rows of another batch. */
  public void load(VectorSchemaRoot batch) {
    values = columns.values(batch);
  }

  /** The bytes of a row, valid until the next call. */
  public ByteSink row(int row) {
    sink.clear();
    put(row, sink);
    return sink;
  }

  /** Appends the bytes of a row. */
  public void put(int row, ByteSink to) {
    for (int c = 0; c < values.length; c++) {
      if (!values[c].isMissing(row)) {
        to.put(columns.key(c));
        values[c].put(row, to);
      }
    }
  }
}
