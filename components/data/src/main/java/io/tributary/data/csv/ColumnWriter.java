package io.tributary.data.csv;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/**
 * Collects the values of one column in plain arrays and moves them into an Arrow vector, a batch at
 * a time. Not thread-safe.
 */
abstract sealed class ColumnWriter {
  /** One bit per row: whether it has a value. */
  private final byte[] validity;

  private ColumnWriter(int capacity) {
    validity = new byte[(capacity + 7) / 8];
  }

  /** A writer of at most {@code capacity} rows a batch. */
  static ColumnWriter into(FieldVector vector, int capacity) {
    if (vector instanceof BigIntVector integers) {
      return new Int64(integers, capacity);
    }
    if (vector instanceof Float8Vector floats) {
      return new Float64(floats, capacity);
    }
    if (vector instanceof VarCharVector texts) {
      return new Utf8Text(texts, capacity);
    }
    throw new IllegalArgumentException(
        vector.getField() + ": no column of CSV (expected: int64, float64 or utf8)");
  }

  /** Notes the value of a row; false if it is of another type. */
  final boolean put(int row, byte[] bytes, int start, int end, Numeral numeral) {
    validity[row >> 3] |= (byte) (1 << (row & 7));
    return value(row, bytes, start, end, numeral);
  }

  /** Fills the vector with the first {@code rows} rows, and begins anew. */
  final void flush(int rows) {
    var vector = move(rows);
    vector.getValidityBuffer().setBytes(0, validity, 0, (rows + 7) / 8);
    vector.setValueCount(rows);
    Arrays.fill(validity, (byte) 0);
  }

  /** Notes that a row has no value. */
  abstract void skip(int row);

  abstract boolean value(int row, byte[] bytes, int start, int end, Numeral numeral);

  abstract FieldVector move(int rows);

  private static ByteBuffer bytesOf(ArrowBuf buffer, long length) {
    return buffer.nioBuffer(0, Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static final class Int64 extends ColumnWriter {
    private final BigIntVector vector;
    private final long[] values;

    Int64(BigIntVector vector, int capacity) {
      super(capacity);
      this.vector = vector;
      values = new long[capacity];
    }

    @Override
    void skip(int row) {
      values[row] = 0;
    }

    @Override
    boolean value(int row, byte[] bytes, int start, int end, Numeral numeral) {
      if (numeral.read(bytes, start, end) != Numeral.Kind.INTEGER) {
        return false;
      }
      values[row] = numeral.longValue();
      return true;
    }

    @Override
    FieldVector move(int rows) {
      vector.allocateNew(rows);
      bytesOf(vector.getDataBuffer(), 8L * rows).asLongBuffer().put(values, 0, rows);
      return vector;
    }
  }

  private static final class Float64 extends ColumnWriter {
    private final Float8Vector vector;
    private final double[] values;

    Float64(Float8Vector vector, int capacity) {
      super(capacity);
      this.vector = vector;
      values = new double[capacity];
    }

    @Override
    void skip(int row) {
      values[row] = 0;
    }

    @Override
    boolean value(int row, byte[] bytes, int start, int end, Numeral numeral) {
      if (numeral.read(bytes, start, end) == Numeral.Kind.TEXT) {
        return false;
      }
      values[row] = numeral.doubleValue();
      return true;
    }

    @Override
    FieldVector move(int rows) {
      vector.allocateNew(rows);
      bytesOf(vector.getDataBuffer(), 8L * rows).asDoubleBuffer().put(values, 0, rows);
      return vector;
    }
  }

  private static final class Utf8Text extends ColumnWriter {
    private final VarCharVector vector;
    private final int[] offsets;
    private byte[] text = new byte[1 << 12];
    private int textEnd;

    Utf8Text(VarCharVector vector, int capacity) {
      super(capacity);
      this.vector = vector;
      offsets = new int[capacity + 1];
    }

    @Override
    void skip(int row) {
      offsets[row + 1] = textEnd;
    }

    @Override
    boolean value(int row, byte[] bytes, int start, int end, Numeral numeral) {
      int length = end - start;
      if (text.length - textEnd < length) {
        text = Arrays.copyOf(text, Math.max(2 * text.length, textEnd + length));
      }
      System.arraycopy(bytes, start, text, textEnd, length);
      textEnd += length;
      offsets[row + 1] = textEnd;
      return true;
    }

    @Override
    FieldVector move(int rows) {
      vector.allocateNew(textEnd, rows);
      vector.getDataBuffer().setBytes(0, text, 0, textEnd);
      bytesOf(vector.getOffsetBuffer(), 4L * (rows + 1)).asIntBuffer().put(offsets, 0, rows + 1);
      vector.setLastSet(rows - 1);
      textEnd = 0;
      return vector;
    }
  }
}
