package io.tributary.data.source;

import io.tributary.data.Batches;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The values of batches, for comparison; what is not freed when they have been read is an error.
 */
public final class Values {
  private Values() {}

  /** A file among the resources of the tests. */
  public static Path golden(String name) {
    try {
      return Path.of(Values.class.getResource("/golden/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Name and type of every column. */
  public static Map<String, String> types(SourceTable table) {
    var types = new LinkedHashMap<String, String>();
    for (Field field : table.schema().getFields()) {
      var text = field.toString();
      types.put(field.getName(), text.substring(field.getName().length() + 2));
    }
    return types;
  }

  /** Column by column, the values of all rows. */
  public static Map<String, List<Object>> columns(Batches batches) throws IOException {
    var columns = new LinkedHashMap<String, List<Object>>();
    batches.schema().getFields().forEach(f -> columns.put(f.getName(), new ArrayList<>()));
    try (var allocator = new RootAllocator();
        var cursor = batches.open(allocator)) {
      for (int b = 0; b < batches.count(); b++) {
        var rows = cursor.load(b);
        if (!rows.getSchema().equals(batches.schema())) {
          throw new AssertionError(rows.getSchema() + " instead of " + batches.schema());
        }
        for (var vector : rows.getFieldVectors()) {
          for (int r = 0; r < rows.getRowCount(); r++) {
            columns.get(vector.getName()).add(value(vector, r));
          }
        }
      }
    }
    return columns;
  }

  /** The values of one column. */
  public static List<Object> column(SourceTable table, String name) throws IOException {
    return columns(table.batches()).get(name);
  }

  /** Unsigned integers as such. */
  private static Object value(ValueVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof UInt1Vector bytes) {
      return bytes.getObjectNoOverflow(row);
    } else if (vector instanceof UInt2Vector shorts) {
      return (int) shorts.get(row);
    } else if (vector instanceof UInt4Vector ints) {
      return ints.getObjectNoOverflow(row);
    } else if (vector instanceof UInt8Vector longs) {
      return longs.getObjectNoOverflow(row);
    }
    return plain(vector.getObject(row));
  }

  private static Object plain(Object value) {
    if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof List<?> list) {
      var plain = new ArrayList<>();
      list.forEach(element -> plain.add(plain(element)));
      return plain;
    }
    if (value instanceof Map<?, ?> map) {
      var plain = new LinkedHashMap<String, Object>();
      map.forEach((key, element) -> plain.put(String.valueOf(key), plain(element)));
      return plain;
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }
}
