package io.tributary.components.statistics;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;

/** Reads numbers of any Arrow type as keys of {@link ColumnKind}. */
final class NumberVectors {
  private NumberVectors() {}

  /**
   * Writes the keys of the values from {@code from} to before {@code to} that are not null.
   *
   * @return how many there were
   */
  static int read(ValueVector vector, int from, int to, long[] keys) {
    if (vector instanceof BigIntVector || vector instanceof TimeStampVector) {
      return readLongs((BaseFixedWidthVector) vector, from, to, keys);
    }
    if (vector instanceof Float8Vector doubles) {
      return readDoubles(doubles, from, to, keys);
    }
    if (vector instanceof Float4Vector floats) {
      return readFloats(floats, from, to, keys);
    }
    if (vector instanceof IntVector ints) {
      return readInts(ints, from, to, keys);
    }
    int read = 0;
    for (int i = from; i < to; i++) {
      if (!vector.isNull(i)) {
        keys[read++] = key(vector, i);
      }
    }
    return read;
  }

  private static int readLongs(BaseFixedWidthVector vector, int from, int to, long[] keys) {
    var data = vector.getDataBuffer();
    boolean whole = vector.getNullCount() == 0;
    int read = 0;
    for (int i = from; i < to; i++) {
      if (whole || !vector.isNull(i)) {
        keys[read++] = data.getLong((long) i << 3);
      }
    }
    return read;
  }

  private static int readInts(IntVector vector, int from, int to, long[] keys) {
    var data = vector.getDataBuffer();
    boolean whole = vector.getNullCount() == 0;
    int read = 0;
    for (int i = from; i < to; i++) {
      if (whole || !vector.isNull(i)) {
        keys[read++] = data.getInt((long) i << 2);
      }
    }
    return read;
  }

  private static int readDoubles(Float8Vector vector, int from, int to, long[] keys) {
    var data = vector.getDataBuffer();
    boolean whole = vector.getNullCount() == 0;
    int read = 0;
    for (int i = from; i < to; i++) {
      if (whole || !vector.isNull(i)) {
        keys[read++] = ColumnKind.floatingKey(data.getDouble((long) i << 3));
      }
    }
    return read;
  }

  private static int readFloats(Float4Vector vector, int from, int to, long[] keys) {
    var data = vector.getDataBuffer();
    boolean whole = vector.getNullCount() == 0;
    int read = 0;
    for (int i = from; i < to; i++) {
      if (whole || !vector.isNull(i)) {
        keys[read++] = ColumnKind.floatingKey(data.getFloat((long) i << 2));
      }
    }
    return read;
  }

  private static long key(ValueVector vector, int i) {
    if (vector instanceof BitVector bits) {
      return bits.get(i);
    } else if (vector instanceof SmallIntVector shorts) {
      return shorts.get(i);
    } else if (vector instanceof TinyIntVector bytes) {
      return bytes.get(i);
    } else if (vector instanceof UInt1Vector bytes) {
      return bytes.get(i) & 0xFF;
    } else if (vector instanceof UInt2Vector chars) {
      return chars.get(i);
    } else if (vector instanceof UInt4Vector ints) {
      return ints.get(i) & 0xFFFF_FFFFL;
    } else if (vector instanceof UInt8Vector longs) {
      return longs.get(i) ^ Long.MIN_VALUE;
    } else if (vector instanceof DateDayVector days) {
      return days.get(i);
    } else if (vector instanceof DateMilliVector millis) {
      return millis.get(i);
    } else if (vector instanceof TimeSecVector seconds) {
      return seconds.get(i);
    } else if (vector instanceof TimeMilliVector millis) {
      return millis.get(i);
    } else if (vector instanceof TimeMicroVector micros) {
      return micros.get(i);
    } else if (vector instanceof TimeNanoVector nanos) {
      return nanos.get(i);
    } else if (vector instanceof DurationVector durations) {
      return DurationVector.get(durations.getDataBuffer(), i);
    } else if (vector instanceof Float2Vector halves) {
      return ColumnKind.floatingKey(halves.getValueAsFloat(i));
    } else if (vector instanceof DecimalVector decimals) {
      return ColumnKind.floatingKey(decimals.getObjectNotNull(i).doubleValue());
    } else if (vector instanceof Decimal256Vector decimals) {
      return ColumnKind.floatingKey(decimals.getObjectNotNull(i).doubleValue());
    }
    throw new IllegalArgumentException(
        "column '"
            + vector.getName()
            + "': "
            + vector.getField().getType()
            + " (expected: integers, floating point, decimals, booleans, dates or times); convert the column");
  }
}
