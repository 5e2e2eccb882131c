package io.tributary.data.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;

/** Writes values of an answer into vectors of the types that {@link JdbcTypes} gives. */
final class JdbcValues {
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  private JdbcValues() {}

  /**
   * Writes a value; null is a missing value.
   *
   * @return how many bytes of text or the like it has
   * @throws ArithmeticException if the vector's type cannot hold it
   */
  static int write(ResultSet rows, int column, FieldVector vector, int row) throws SQLException {
    if (vector instanceof VarCharVector texts) {
      var text = rows.getString(column);
      return text == null ? 0 : bytes(text, texts, row);
    } else if (vector instanceof VarBinaryVector binaries) {
      var bytes = rows.getBytes(column);
      if (bytes == null) {
        return 0;
      }
      binaries.setSafe(row, bytes);
      return bytes.length;
    } else if (vector instanceof ListVector lists) {
      return list(rows, column, lists, row);
    } else if (vector instanceof DecimalVector decimals) {
      var decimal = rows.getBigDecimal(column);
      if (decimal != null) {
        decimals.setSafe(row, decimal.setScale(decimals.getScale()));
      }
    } else if (vector instanceof DateDayVector
        || vector instanceof TimeMicroVector
        || vector instanceof TimeStampMicroVector
        || vector instanceof TimeStampMicroTZVector) {
      time(rows, column, vector, row);
    } else {
      number(rows, column, vector, row);
    }
    return 0;
  }

  private static int bytes(String text, VarCharVector texts, int row) {
    byte[] bytes = text.getBytes(UTF_8);
    texts.setSafe(row, bytes);
    return bytes.length;
  }

  private static void number(ResultSet rows, int column, FieldVector vector, int row)
      throws SQLException {
    if (vector instanceof Float8Vector doubles) {
      double value = rows.getDouble(column);
      if (!rows.wasNull()) {
        doubles.setSafe(row, value);
      }
    } else if (vector instanceof Float4Vector floats) {
      float value = rows.getFloat(column);
      if (!rows.wasNull()) {
        floats.setSafe(row, value);
      }
    } else if (vector instanceof BitVector bits) {
      boolean value = rows.getBoolean(column);
      if (!rows.wasNull()) {
        bits.setSafe(row, value ? 1 : 0);
      }
    } else {
      long value = rows.getLong(column);
      if (!rows.wasNull()) {
        integer(vector, row, value);
      }
    }
  }

  private static void integer(FieldVector vector, int row, long value) {
    if (vector instanceof BigIntVector longs) {
      longs.setSafe(row, value);
    } else if (vector instanceof IntVector ints) {
      ints.setSafe(row, Math.toIntExact(value));
    } else if (vector instanceof SmallIntVector shorts) {
      if (value != (short) value) {
        throw new ArithmeticException(value + " in a column of 16 bits");
      }
      shorts.setSafe(row, (short) value);
    } else {
      throw new IllegalStateException(vector.getField() + " is no type of databases");
    }
  }

  private static void time(ResultSet rows, int column, FieldVector vector, int row)
      throws SQLException {
    if (vector instanceof DateDayVector dates) {
      var date = rows.getObject(column, LocalDate.class);
      if (date != null) {
        dates.setSafe(row, Math.toIntExact(date.toEpochDay()));
      }
    } else if (vector instanceof TimeMicroVector times) {
      var time = rows.getObject(column, LocalTime.class);
      if (time != null) {
        times.setSafe(row, time.toNanoOfDay() / 1_000);
      }
    } else if (vector instanceof TimeStampMicroVector timestamps) {
      var timestamp = rows.getObject(column, LocalDateTime.class);
      if (timestamp != null) {
        timestamps.setSafe(row, micros(timestamp));
      }
    } else if (vector instanceof TimeStampMicroTZVector instants) {
      var instant = rows.getObject(column, OffsetDateTime.class);
      if (instant != null) {
        instants.setSafe(
            row, micros(instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()));
      }
    }
  }

  private static long micros(LocalDateTime time) {
    return ChronoUnit.MICROS.between(EPOCH, time);
  }

  private static int list(ResultSet rows, int column, ListVector lists, int row)
      throws SQLException {
    var array = rows.getArray(column);
    if (array == null) {
      return 0;
    }
    var elements = (Object[]) array.getArray();
    int size = 0;
    int first = lists.startNewValue(row);
    for (int i = 0; i < elements.length; i++) {
      if (elements[i] != null) {
        size += element(elements[i], lists.getDataVector(), first + i);
      }
    }
    lists.endValue(row, elements.length);
    array.free();
    return size;
  }

  private static int element(Object element, FieldVector vector, int index) {
    if (element instanceof Object[]) {
      throw new ArithmeticException("an array within the array");
    } else if (vector instanceof VarCharVector texts) {
      return bytes(element.toString(), texts, index);
    } else if (vector instanceof BitVector bits && element instanceof Boolean bool) {
      bits.setSafe(index, bool ? 1 : 0);
    } else if (vector instanceof Float8Vector doubles && element instanceof Number number) {
      doubles.setSafe(index, number.doubleValue());
    } else if (vector instanceof Float4Vector floats && element instanceof Number number) {
      floats.setSafe(index, number.floatValue());
    } else if (element instanceof Number number) {
      integer(vector, index, number.longValue());
    } else {
      throw new ArithmeticException("a " + element.getClass().getSimpleName() + " in the array");
    }
    return 0;
  }
}
