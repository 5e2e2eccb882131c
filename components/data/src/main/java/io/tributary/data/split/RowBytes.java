package io.tributary.data.split;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.security.MessageDigest;
import java.util.Arrays;
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
 *       alike;
 *   <li>text and bytes: {@code s}, the length as big-endian int32, the bytes;
 *   <li>a list: {@code l}, its length as int32, its elements, a missing one as {@code n}; a struct:
 *       {@code r}, the number of its present children as int32, each as a column.
 * </ul>
 *
 * Not thread-safe.
 */
final class RowBytes {
  private final ValueEncoder[] columns;
  private final int[] places;
  private final byte[][] keys;
  private final Optional<String> only;
  private final MessageDigest sha;
  private final ByteSink sink = new ByteSink();

  /** For rows of {@code schema}; with {@code only}, of that column just the value is taken. */
  RowBytes(Schema schema, Optional<String> only, MessageDigest sha) {
    this.only = only;
    this.sha = sha;
    var fields = schema.getFields();
    if (only.isPresent()) {
      places = new int[] {place(fields, only.get())};
    } else {
      places = sorted(fields);
    }
    columns = new ValueEncoder[places.length];
    keys = new byte[places.length][];
    for (int c = 0; c < places.length; c++) {
      keys[c] = key(fields.get(places[c]).getName(), sha);
    }
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

  private static int place(List<Field> fields, String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).getName().equals(name)) {
        switch (fields.get(i).getType().getTypeID()) {
          case Int, Bool, Utf8, LargeUtf8, Binary, LargeBinary, FixedSizeBinary -> {
            return i;
          }
          default ->
              throw wrong(
                  name,
                  fields.get(i).getType().toString(),
                  "a column of text, bytes, integers or booleans",
                  "split by another column, or by the whole row");
        }
      }
    }
    throw wrong(
        name,
        "no such column",
        "one of " + fields.stream().map(Field::getName).toList(),
        "name a column of the data");
  }

  private static ExecutionFailure wrong(
      String feature, String value, String expected, String remedy) {
    return new ExecutionFailure(
        Code.INVALID_ARGUMENT,
        new Explanation("splits > partition feature '" + feature + "'", value, expected, remedy));
  }

  /** Turns to the rows of another batch. */
  void load(VectorSchemaRoot batch) {
    for (int c = 0; c < columns.length; c++) {
      columns[c] = ValueEncoder.of(batch.getVector(places[c]), sha);
    }
  }

  /** The bytes of a row, valid until the next call. */
  ByteSink of(int row, long rowInAll) {
    sink.clear();
    for (int c = 0; c < columns.length; c++) {
      var column = columns[c];
      if (!column.isMissing(row)) {
        if (only.isEmpty()) {
          sink.put(keys[c]);
        }
        column.put(row, sink);
      } else if (only.isPresent()) {
        throw wrong(
            only.get(),
            "missing in row " + (rowInAll + 1),
            "a value in every row",
            "split by another column, or by the whole row");
      }
    }
    return sink;
  }
}
