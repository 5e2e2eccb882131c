package io.tributary.data.split;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The times of a column as numbers in the order of time: of integers and timestamps the values
 * themselves, of texts microseconds. Not thread-safe.
 */
final class TimeColumn {
  private static final long DAY_MICROS = 86_400_000_000L;

  private final String name;
  private final int place;
  private final ArrowType type;
  private final boolean isUnsigned;
  private byte[] text = new byte[64];

  TimeColumn(String name, Schema schema) {
    this.name = name;
    var field =
        schema.getFields().stream()
            .filter(candidate -> candidate.getName().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    wrong(
                        "no such column",
                        "one of " + schema.getFields().stream().map(Field::getName).toList(),
                        "name a column of the data"));
    place = schema.getFields().indexOf(field);
    type = field.getType();
    isUnsigned = type instanceof ArrowType.Int integer && !integer.getIsSigned();
    switch (type.getTypeID()) {
      case Int, Date, Timestamp, Utf8 -> {}
      default ->
          throw wrong(
              type.toString(),
              "integers, dates, timestamps, or text such as 2026-11-30T06:00:00Z",
              "split by another column, or read this one as one of these");
    }
  }

  private ExecutionFailure wrong(String value, String expected, String remedy) {
    return new ExecutionFailure(
        Code.INVALID_ARGUMENT, new Explanation(where(), value, expected, remedy));
  }

  private String where() {
    return "splits > time column '" + name + "'";
  }

  /** What is wrong with a row that has no time. */
  RowFlaw flaw(VectorSchemaRoot batch, int row) {
    var vector = batch.getVector(place);
    boolean isMissing = vector.isNull(row);
    return new RowFlaw(
        row,
        where(),
        isMissing
            ? "missing"
            : vector instanceof UInt8Vector numbers
                ? Long.toUnsignedString(numbers.get(row))
                : "'" + vector.getObject(row) + "'",
        isMissing
            ? "a value in every row"
            : isUnsigned
                ? "a number below 2^63"
                : "a date or time such as 2026-11-30 or 2026-11-30T06:00:00Z",
        "split by another column, or leave such rows out before");
  }

  /** The number of the time that a text says. */
  long cut(String before) {
    if (type instanceof ArrowType.Int) {
      try {
        return Long.parseLong(before);
      } catch (NumberFormatException e) {
        throw wrong(
            "integers, and a split before '" + before + "'",
            "a number to split integers by",
            "write the number, or split by a column of times");
      }
    }
    long micros =
        IsoTime.parse(before)
            .orElseThrow(
                () ->
                    wrong(
                        "times, and a split before " + before,
                        "a date or time such as 2026-11-30 or 2026-11-30T06:00:00Z",
                        "write a date or time, or split by a column of integers"));
    // Rounded up: what is before the time is before the next whole unit.
    if (type instanceof ArrowType.Date date) {
      return -Math.floorDiv(-micros, date.getUnit() == DateUnit.DAY ? DAY_MICROS : 1_000);
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      return switch (timestamp.getUnit()) {
        case SECOND -> -Math.floorDiv(-micros, 1_000_000);
        case MILLISECOND -> -Math.floorDiv(-micros, 1_000);
        case MICROSECOND -> micros;
        // Beyond what the column can hold, its ends.
        case NANOSECOND ->
            micros > Long.MAX_VALUE / 1_000
                ? Long.MAX_VALUE
                : Math.max(micros, Long.MIN_VALUE / 1_000) * 1_000;
      };
    }
    return micros;
  }

  /**
   * Sets {@code times} to the times of a batch.
   *
   * @return the first row that has none; -1 if all have
   */
  int read(VectorSchemaRoot batch, long[] times) {
    var vector = batch.getVector(place);
    int count = batch.getRowCount();
    if (type instanceof ArrowType.Utf8) {
      return readTexts(vector, count, times);
    }
    int width = ((BaseFixedWidthVector) vector).getTypeWidth();
    boolean isComplete = vector.getNullCount() == 0;
    var data = vector.getDataBuffer();
    long mask = isUnsigned && width < Long.BYTES ? (1L << Byte.SIZE * width) - 1 : -1;
    for (int r = 0; r < count; r++) {
      if (!isComplete && vector.isNull(r)) {
        return r;
      }
      times[r] = integer(data, r, width) & mask;
      if (isUnsigned && times[r] < 0) {
        return r;
      }
    }
    return -1;
  }

  private static long integer(ArrowBuf data, int row, int width) {
    return switch (width) {
      case 8 -> data.getLong(8L * row);
      case 4 -> data.getInt(4L * row);
      case 2 -> data.getShort(2L * row);
      default -> data.getByte(row);
    };
  }

  private int readTexts(FieldVector vector, int count, long[] times) {
    var offsets = vector.getOffsetBuffer();
    var data = vector.getDataBuffer();
    for (int r = 0; r < count; r++) {
      int start = vector.isNull(r) ? 0 : offsets.getInt(4L * r);
      int length = vector.isNull(r) ? 0 : offsets.getInt(4L * r + 4) - start;
      if (text.length < length) {
        text = Arrays.copyOf(text, length);
      }
      data.getBytes(start, text, 0, length);
      var time = IsoTime.parse(text, length);
      if (time.isEmpty()) {
        return r;
      }
      times[r] = time.getAsLong();
    }
    return -1;
  }
}
