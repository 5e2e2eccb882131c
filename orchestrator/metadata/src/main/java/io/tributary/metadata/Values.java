package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import io.tributary.proto.mlmd.PropertyType;
import io.tributary.proto.mlmd.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;

/**
 * How property values lie in their columns, as ML Metadata does: structures as base64 text,
 * messages as the dialect has it.
 */
final class Values {

  private static final String STRUCT_PREFIX = "mlmd-struct::";
  private static final String NOT_A_NUMBER = "NaN";
  private static final int DECIMALS = 6;
  private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

  private Values() {}

  /**
   * Binds int_value, double_value, string_value, proto_value and bool_value, beginning at an index.
   */
  static void bind(Dialect dialect, PreparedStatement statement, int index, Value value)
      throws SQLException {
    statement.setNull(index, Types.BIGINT);
    statement.setNull(index + 1, Types.DOUBLE);
    statement.setNull(index + 2, Types.VARCHAR);
    statement.setNull(index + 3, Types.VARBINARY);
    statement.setNull(index + 4, Types.BOOLEAN);
    switch (value.getValueCase()) {
      case INT_VALUE -> statement.setLong(index, value.getIntValue());
      case DOUBLE_VALUE -> bind(statement, index + 1, value.getDoubleValue());
      case STRING_VALUE -> statement.setString(index + 2, value.getStringValue());
      case STRUCT_VALUE ->
          statement.setString(
              index + 2, STRUCT_PREFIX + base64(value.getStructValue().toByteArray()));
      case PROTO_VALUE -> dialect.bindMessage(statement, index + 3, value.getProtoValue());
      case BOOL_VALUE -> statement.setBoolean(index + 4, value.getBoolValue());
      case VALUE_NOT_SET -> throw new IllegalArgumentException("a property without value");
    }
  }

  /**
   * What ML Metadata gives back of a number: it writes six decimals, and reads fifteen digits of
   * them.
   */
  static double kept(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? 0 : value;
    }
    return new BigDecimal(value)
        .setScale(DECIMALS, RoundingMode.HALF_EVEN)
        .round(DIGITS)
        .doubleValue();
  }

  /** SQLite makes NULL of a NaN that is bound as a number; as text it stays what it is. */
  private static void bind(PreparedStatement statement, int index, double value)
      throws SQLException {
    if (Double.isNaN(value)) {
      statement.setString(index, NOT_A_NUMBER);
    } else {
      statement.setDouble(index, kept(value));
    }
  }

  /** Reads the same columns. */
  static Value read(Dialect dialect, ResultSet row, int index) throws SQLException {
    var value = Value.newBuilder();
    var integer = row.getLong(index);
    if (!row.wasNull()) {
      return value.setIntValue(integer).build();
    }
    var floating = row.getDouble(index + 1);
    if (!row.wasNull()) {
      boolean number = floating != 0 || !NOT_A_NUMBER.equals(row.getString(index + 1));
      return value.setDoubleValue(number ? floating : Double.NaN).build();
    }
    var text = row.getString(index + 2);
    if (text != null) {
      return text.startsWith(STRUCT_PREFIX) ? struct(text) : value.setStringValue(text).build();
    }
    var message = row.getBytes(index + 3);
    if (message != null) {
      return any(dialect, message);
    }
    return value.setBoolValue(row.getBoolean(index + 4)).build();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Value struct(String text) {
    try {
      var struct =
          Struct.parseFrom(Base64.getDecoder().decode(text.substring(STRUCT_PREFIX.length())));
      return Value.newBuilder().setStructValue(struct).build();
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      // A text that only begins like a structure: whoever put it there meant the text.
      return Value.newBuilder().setStringValue(text).build();
    }
  }

  private static Value any(Dialect dialect, byte[] stored) {
    try {
      return Value.newBuilder().setProtoValue(dialect.parseMessage(stored)).build();
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      throw new MetadataException(
          MetadataException.Code.DATA_LOSS,
          "property: stored message '"
              + new String(stored, UTF_8)
              + "' (expected: a protobuf Any); restore the database from a backup",
          e);
    }
  }

  /** The kind of property that takes this value; UNKNOWN for no value. */
  static PropertyType kindOf(Value value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> PropertyType.INT;
      case DOUBLE_VALUE -> PropertyType.DOUBLE;
      case STRING_VALUE -> PropertyType.STRING;
      case STRUCT_VALUE -> PropertyType.STRUCT;
      case PROTO_VALUE -> PropertyType.PROTO;
      case BOOL_VALUE -> PropertyType.BOOLEAN;
      case VALUE_NOT_SET -> PropertyType.UNKNOWN;
    };
  }
}
