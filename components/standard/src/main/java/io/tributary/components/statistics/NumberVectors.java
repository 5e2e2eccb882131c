package io.tributary.components.statistics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
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

  /** Values of 64 bits as they are. */
  private static int readLongs(BaseFixedWidthVector vector, int from, int to, long[] keys) {
    bytes(vector.getDataBuffer(), (long) from << 3, (to - from) << 3)
        .asLongBuffer()
        .get(keys, 0, to - from);
    return withoutNulls(vector, from, to, keys);
  }

  private static int readDoubles(Float8Vector vector, int from, int to, long[] keys) {
    int read = readLongs(vector, from, to, keys);
    for (int i = 0; i < read; i++) {
      keys[i] = ColumnKind.floatingKey(Double.longBitsToDouble(keys[i]));
    }
    return read;
  }

  private static int readInts(IntVector vector, int from, int to, long[] keys) {
    var values = bytes(vector.getDataBuffer(), (long) from << 2, (to - from) << 2).asIntBuffer();
    for (int i = 0; i < to - from; i++) {
      keys[i] = values.get(i);
    }
    return withoutNulls(vector, from, to, keys);
  }

  private static int readFloats(Float4Vector vector, int from, int to, long[] keys) {
    var values = bytes(vector.getDataBuffer(), (long) from << 2, (to - from) << 2).asFloatBuffer();
    for (int i = 0; i < to - from; i++) {
      keys[i] = ColumnKind.floatingKey(values.get(i));
    }
    return withoutNulls(vector, from, to, keys);
  }

  private static ByteBuffer bytes(ArrowBuf buffer, long start, int length) {
    return buffer.nioBuffer(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Moves the values of a range that are not null, which begins at the first key, together. */
  private static int withoutNulls(BaseFixedWidthVector vector, int from, int to, long[] keys) {
    if (vector.getNullCount() == 0) {
      return to - from;
    }
    var validity = vector.getValidityBuffer();
    int read = 0;
    int bits = 0;
    for (int i = from; i < to; i++) {
      if (i == from || (i & 7) == 0) {
        bits = validity.getByte(i >> 3);
      }
      keys[read] = keys[i - from];
      read += bits >> (i & 7) & 1;
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
