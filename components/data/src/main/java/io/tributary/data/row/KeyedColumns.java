package io.tributary.data.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.digest.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns that make up a row, in the order of their names' UTF-8 bytes, each with the first 8
 * bytes of the SHA-256 of its name; a single column that was chosen has no key. Not thread-safe.
 */
final class KeyedColumns {
  private static final byte[] NONE = {};

  private final int[] places;
  private final byte[][] keys;
  private final MessageDigest sha = Sha256.create();

  private KeyedColumns(List<Field> fields, int[] places, boolean named) {
    this.places = places;
    keys = new byte[places.length][];
    for (int c = 0; c < places.length; c++) {
      keys[c] = named ? key(fields.get(places[c]).getName(), sha) : NONE;
    }
  }

  /** All columns. */
  static KeyedColumns of(Schema schema) {
    return new KeyedColumns(schema.getFields(), sorted(schema.getFields()), true);
  }

  /**
   * Some columns.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  static KeyedColumns of(Schema schema, Collection<String> columns) {
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
    return new KeyedColumns(fields, places, places.length > 1);
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

  /** The key of the {@code c}-th column; empty if it has none. */
  byte[] key(int c) {
    return keys[c];
  }

  /** The values of a batch, in the order of the columns. */
  ValueEncoder[] values(VectorSchemaRoot batch) {
    var values = new ValueEncoder[places.length];
    for (int c = 0; c < places.length; c++) {
      values[c] = ValueEncoder.of(batch.getVector(places[c]), sha);
    }
    return values;
  }
}
