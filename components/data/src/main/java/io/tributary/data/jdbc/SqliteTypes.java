package io.tributary.data.jdbc;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** SQLite declares no types that hold: every value has its own. Those of all rows decide. */
final class SqliteTypes {
  private final boolean[] integers;
  private final boolean[] floats;
  private final boolean[] texts;
  private final boolean[] blobs;

  private SqliteTypes(int columns) {
    integers = new boolean[columns];
    floats = new boolean[columns];
    texts = new boolean[columns];
    blobs = new boolean[columns];
  }

  /** Looks at all rows of an answer. */
  static List<Field> fields(ResultSet rows) throws SQLException {
    ResultSetMetaData metadata = rows.getMetaData();
    var types = new SqliteTypes(metadata.getColumnCount());
    while (rows.next()) {
      for (int c = 0; c < types.integers.length; c++) {
        types.see(c, rows.getObject(c + 1));
      }
    }
    var fields = new ArrayList<Field>();
    for (int c = 0; c < types.integers.length; c++) {
      fields.add(Field.nullable(metadata.getColumnLabel(c + 1), types.type(c)));
    }
    return fields;
  }

  private void see(int column, @Nullable Object value) {
    integers[column] |= value instanceof Integer || value instanceof Long;
    floats[column] |= value instanceof Double;
    texts[column] |= value instanceof String;
    blobs[column] |= value instanceof byte[];
  }

  private ArrowType type(int column) {
    if (blobs[column]) {
      return ArrowType.Binary.INSTANCE;
    } else if (texts[column]) {
      return ArrowType.Utf8.INSTANCE;
    } else if (floats[column]) {
      return JdbcTypes.FLOAT64;
    }
    return integers[column] ? JdbcTypes.INT64 : ArrowType.Utf8.INSTANCE;
  }
}
