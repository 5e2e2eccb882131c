package io.tributary.data.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The columns that a database declares its answer to have. */
final class JdbcTypes {
  private static final int MOST_DIGITS = 38;

  static final ArrowType INT64 = new ArrowType.Int(64, true);
  static final ArrowType FLOAT64 = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

  /** What PostgreSQL calls the types of elements, behind an underscore. */
  private static final Map<String, ArrowType> ELEMENTS =
      Map.of(
          "_int2",
          new ArrowType.Int(16, true),
          "_int4",
          new ArrowType.Int(32, true),
          "_int8",
          INT64,
          "_float4",
          new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
          "_float8",
          FLOAT64,
          "_bool",
          ArrowType.Bool.INSTANCE,
          "_text",
          ArrowType.Utf8.INSTANCE,
          "_varchar",
          ArrowType.Utf8.INSTANCE,
          "_bpchar",
          ArrowType.Utf8.INSTANCE);

  private JdbcTypes() {}

  static List<Field> fields(ResultSetMetaData metadata) throws SQLException {
    var fields = new ArrayList<Field>();
    for (int c = 1; c <= metadata.getColumnCount(); c++) {
      fields.add(field(metadata, c));
    }
    return fields;
  }

  private static Field field(ResultSetMetaData metadata, int column) throws SQLException {
    var name = metadata.getColumnLabel(column);
    var typeName = metadata.getColumnTypeName(column).toLowerCase(Locale.ROOT);
    var element = ELEMENTS.get(typeName);
    if (metadata.getColumnType(column) == Types.ARRAY && element != null) {
      return new Field(
          name,
          FieldType.nullable(ArrowType.List.INSTANCE),
          List.of(Field.nullable("element", element)));
    }
    return Field.nullable(name, type(metadata, column, typeName));
  }

  private static ArrowType type(ResultSetMetaData metadata, int column, String typeName)
      throws SQLException {
    boolean isSigned = metadata.isSigned(column);
    return switch (metadata.getColumnType(column)) {
      case Types.BOOLEAN -> ArrowType.Bool.INSTANCE;
      case Types.BIT ->
          typeName.endsWith("bit") && metadata.getPrecision(column) > 1
              ? ArrowType.Utf8.INSTANCE
              : ArrowType.Bool.INSTANCE;
      case Types.TINYINT -> new ArrowType.Int(16, true);
      case Types.SMALLINT -> new ArrowType.Int(isSigned ? 16 : 32, true);
      case Types.INTEGER -> new ArrowType.Int(isSigned ? 32 : 64, true);
      case Types.BIGINT -> isSigned ? INT64 : new ArrowType.Decimal(20, 0, 128);
      case Types.REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case Types.FLOAT, Types.DOUBLE -> FLOAT64;
      case Types.NUMERIC, Types.DECIMAL ->
          decimal(metadata.getPrecision(column), metadata.getScale(column));
      case Types.DATE -> new ArrowType.Date(DateUnit.DAY);
      case Types.TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
      case Types.TIMESTAMP ->
          new ArrowType.Timestamp(
              TimeUnit.MICROSECOND, typeName.equals("timestamptz") ? "UTC" : null);
      case Types.TIMESTAMP_WITH_TIMEZONE -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          ArrowType.Binary.INSTANCE;
      default -> ArrowType.Utf8.INSTANCE;
    };
  }

  private static ArrowType decimal(int digits, int scale) {
    return digits >= 1 && digits <= MOST_DIGITS && scale >= 0 && scale <= digits
        ? new ArrowType.Decimal(digits, scale, 128)
        : FLOAT64;
  }
}
