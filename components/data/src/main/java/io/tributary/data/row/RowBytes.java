package io.tributary.data.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.digest.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
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
  private final ValueEncoder[] columns;
  private final String[] names;
  private final int[] places;
  private final byte[][] keys;
  private final MessageDigest sha = Sha256.create();
  private final ByteSink sink = new ByteSink();

  private RowBytes(List<Field> fields, int[] places, boolean named) {
    this.places = places;
    columns = new ValueEncoder[places.length];
    names = new String[places.length];
    keys = new byte[places.length][];
    for (int c = 0; c < places.length; c++) {
      names[c] = fields.get(places[c]).getName();
      keys[c] = named ? key(names[c], sha) : new byte[0];
    }
  }

  /** Of all columns. */
  public static RowBytes of(Schema schema) {
    return new RowBytes(schema.getFields(), sorted(schema.getFields()), true);
  }

  /**
   * Of some columns; of a single one just the value, without the name.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public static RowBytes of(Schema schema, Collection<String> columns) {
    var fields = schema.getFields();
    for (var name : columns) {
      if (fields.stream().noneMatch(field -> field.getName().equals(name))) {
        throw new IllegalArgumentException(
            "column '" + name + "': missing (expected: a column of the schema); name another");
      }
    }
    var places =
        Arrays.stream(sorted(fields))
            .filter(place -> columns.contains(fields.get(place).getName()))
            .toArray();
    return new RowBytes(fields, places, places.length > 1);
  }

  /** Places of fields in the order of their names' UTF-8 bytes. */
  static int[] sorted(List<Field> fields) {
    var names = fields.stream().map(field -> field.getName().getBytes(UTF_8)).toList();
    return IntStream.range(0, fields.size())
        .boxed()
        .sorted(Comparator.comparing(names::get, Arrays::compareUnsigned))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  static byte[] key(String name, MessageDigest sha) {
    return Arrays.copyOf(sha.digest(name.getBytes(UTF_8)), 8);
  }

  /** Turns to the rows of another batch. */
  public void load(VectorSchemaRoot batch) {
    for (int c = 0; c < columns.length; c++) {
      columns[c] = ValueEncoder.of(batch.getVector(places[c]), sha);
    }
  }

  /** The bytes of a row, valid until the next call. */
  public ByteSink row(int row) {
    sink.clear();
    put(row, sink);
    return sink;
  }

  /** Appends the bytes of a row. */
  public void put(int row, ByteSink to) {
    for (int c = 0; c < columns.length; c++) {
      if (!columns[c].isMissing(row)) {
        to.put(keys[c]);
        columns[c].put(row, to);
      }
    }
  }

  /** Name of a column without value in a row; empty if there is none. */
  public Optional<String> missing(int row) {
    for (int c = 0; c < columns.length; c++) {
      if (columns[c].isMissing(row)) {
        return Optional.of(names[c]);
      }
    }
    return Optional.empty();
  }
}
