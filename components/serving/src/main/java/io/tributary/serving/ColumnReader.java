package io.tributary.serving;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
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
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** One Arrow column into one tensor, in one pass over its buffers. */
final class ColumnReader {

  private ColumnReader() {}

  /** The tensor, or null if an input of that type does not take this column. */
  static @Nullable Tensor read(FieldVector column, Datatype datatype, int from, int count) {
    if (column.getField().getDictionary() != null) {
      return null;
    }
    boolean nulls = column.getNullCount() > 0;
    return switch (datatype) {
      case FP32 -> floats(column, from, count, nulls);
      case FP64 -> doubles(column, from, count, nulls);
      case INT64 -> longs(column, from, count, nulls);
      case INT32 -> ints(column, from, count, nulls);
      case BOOL -> nulls ? null : bools(column, from, count);
      case BYTES -> bytes(column, from, count, nulls);
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BF16 -> null;
    };
  }

  private static @Nullable Tensor floats(FieldVector column, int from, int count, boolean nulls) {
    float[] values = new float[count];
    if (column instanceof Float4Vector floats) {
      ArrowBuf data = floats.getDataBuffer();
      for (int i = 0; i < count; i++) {
        values[i] = data.getFloat((long) (from + i) * Float.BYTES);
      }
    } else if (column instanceof Float8Vector doubles) {
      ArrowBuf data = doubles.getDataBuffer();
      for (int i = 0; i < count; i++) {
        values[i] = (float) data.getDouble((long) (from + i) * Double.BYTES);
      }
    } else if (column instanceof DecimalVector vector) {
      var decimals = new Decimals(vector);
      for (int i = 0; i < count; i++) {
        values[i] = (float) decimals.at(from + i);
      }
    } else {
      LongSource numbers = integers(column);
      if (numbers == null) {
        return null;
      }
      for (int i = 0; i < count; i++) {
        values[i] = numbers.at(from + i);
      }
    }
    if (nulls) {
      for (int i = 0; i < count; i++) {
        if (column.isNull(from + i)) {
          values[i] = MissingValues.FP32;
        }
      }
    }
    return FloatTensor.column(values);
  }

  private static @Nullable Tensor doubles(FieldVector column, int from, int count, boolean nulls) {
    double[] values = new double[count];
    if (column instanceof Float8Vector doubles) {
      ArrowBuf data = doubles.getDataBuffer();
      for (int i = 0; i < count; i++) {
        values[i] = data.getDouble((long) (from + i) * Double.BYTES);
      }
    } else if (column instanceof Float4Vector floats) {
      ArrowBuf data = floats.getDataBuffer();
      for (int i = 0; i < count; i++) {
        values[i] = data.getFloat((long) (from + i) * Float.BYTES);
      }
    } else if (column instanceof DecimalVector vector) {
      var decimals = new Decimals(vector);
      for (int i = 0; i < count; i++) {
        values[i] = decimals.at(from + i);
      }
    } else {
      LongSource numbers = integers(column);
      if (numbers == null) {
        return null;
      }
      for (int i = 0; i < count; i++) {
        values[i] = numbers.at(from + i);
      }
    }
    if (nulls) {
      for (int i = 0; i < count; i++) {
        if (column.isNull(from + i)) {
          values[i] = MissingValues.FP64;
        }
      }
    }
    return DoubleTensor.column(values);
  }

  private static @Nullable Tensor longs(FieldVector column, int from, int count, boolean nulls) {
    LongSource numbers = integers(column);
    if (numbers == null) {
      numbers = times(column);
    }
    if (numbers == null) {
      return null;
    }
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = numbers.at(from + i);
    }
    if (nulls) {
      for (int i = 0; i < count; i++) {
        if (column.isNull(from + i)) {
          values[i] = MissingValues.INT64;
        }
      }
    }
    return Int64Tensor.column(values);
  }

  private static @Nullable Tensor ints(FieldVector column, int from, int count, boolean nulls) {
    LongSource numbers = integers(column);
    if (numbers == null || column instanceof BigIntVector || column instanceof UInt4Vector) {
      return null;
    }
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = (int) numbers.at(from + i);
    }
    if (nulls) {
      for (int i = 0; i < count; i++) {
        if (column.isNull(from + i)) {
          values[i] = MissingValues.INT32;
        }
      }
    }
    return Int32Tensor.column(values);
  }

  private static @Nullable Tensor bools(FieldVector column, int from, int count) {
    if (!(column instanceof BitVector bits)) {
      return null;
    }
    boolean[] values = new boolean[count];
    for (int i = 0; i < count; i++) {
      values[i] = bits.get(from + i) != 0;
    }
    return BoolTensor.column(values);
  }

  /** Reads a slot whatever its validity; what stands in a null slot is overwritten afterwards. */
  private interface LongSource {
    long at(int row);
  }

  private static @Nullable LongSource integers(FieldVector column) {
    if (column instanceof BigIntVector || column instanceof IntVector) {
      return fixed(column, column instanceof BigIntVector);
    }
    ArrowBuf data = column instanceof BitVector ? null : buffer(column);
    if (column instanceof BitVector bits) {
      ArrowBuf packed = bits.getDataBuffer();
      return row -> (packed.getByte(row >> 3) >> (row & 7)) & 1;
    } else if (data == null) {
      return null;
    } else if (column instanceof SmallIntVector) {
      return row -> data.getShort((long) row * Short.BYTES);
    } else if (column instanceof TinyIntVector) {
      return row -> data.getByte(row);
    } else if (column instanceof UInt1Vector) {
      return row -> data.getByte(row) & 0xFF;
    } else if (column instanceof UInt2Vector) {
      return row -> data.getShort((long) row * Short.BYTES) & 0xFFFF;
    } else if (column instanceof UInt4Vector) {
      return row -> Integer.toUnsignedLong(data.getInt((long) row * Integer.BYTES));
    }
    return null;
  }

  private static @Nullable LongSource times(FieldVector column) {
    if (column instanceof TimeStampVector
        || column instanceof DateMilliVector
        || column instanceof TimeMicroVector
        || column instanceof TimeNanoVector
        || column instanceof DurationVector) {
      return fixed(column, true);
    } else if (column instanceof DateDayVector
        || column instanceof TimeSecVector
        || column instanceof TimeMilliVector) {
      return fixed(column, false);
    }
    return null;
  }

  private static LongSource fixed(FieldVector column, boolean wide) {
    ArrowBuf data = column.getDataBuffer();
    return wide
        ? row -> data.getLong((long) row * Long.BYTES)
        : row -> data.getInt((long) row * Integer.BYTES);
  }

  private static @Nullable ArrowBuf buffer(FieldVector column) {
    return column instanceof org.apache.arrow.vector.BaseFixedWidthVector
        ? column.getDataBuffer()
        : null;
  }

  private static @Nullable Tensor bytes(FieldVector column, int from, int count, boolean nulls) {
    boolean wide;
    if (column instanceof VarCharVector || column instanceof VarBinaryVector) {
      wide = false;
    } else if (column instanceof LargeVarCharVector || column instanceof LargeVarBinaryVector) {
      wide = true;
    } else {
      return null;
    }
    if (count == 0) {
      return BytesTensor.column();
    }
    ArrowBuf starts = column.getOffsetBuffer();
    ArrowBuf data = column.getDataBuffer();
    long first = offset(starts, from, wide);
    int[] offsets = new int[count + 1];
    byte[] values;
    if (!nulls || nullsAreEmpty(column, starts, from, count, wide)) {
      for (int i = 0; i <= count; i++) {
        offsets[i] = Math.toIntExact(offset(starts, from + i, wide) - first);
      }
      values = new byte[offsets[count]];
      data.getBytes(first, values);
      return new BytesTensor(Shape.column(count), values, offsets);
    }
    values = new byte[Math.toIntExact(offset(starts, from + count, wide) - first)];
    int end = 0;
    for (int i = 0; i < count; i++) {
      if (!column.isNull(from + i)) {
        long start = offset(starts, from + i, wide);
        int length = Math.toIntExact(offset(starts, from + i + 1, wide) - start);
        data.getBytes(start, values, end, length);
        end += length;
      }
      offsets[i + 1] = end;
    }
    return new BytesTensor(Shape.column(count), values, offsets);
  }

  private static boolean nullsAreEmpty(
      FieldVector column, ArrowBuf starts, int from, int count, boolean wide) {
    for (int i = from; i < from + count; i++) {
      if (column.isNull(i) && offset(starts, i, wide) != offset(starts, i + 1, wide)) {
        return false;
      }
    }
    return true;
  }

  private static long offset(ArrowBuf starts, int row, boolean wide) {
    return wide
        ? starts.getLong((long) row * Long.BYTES)
        : starts.getInt((long) row * Integer.BYTES);
  }
}
