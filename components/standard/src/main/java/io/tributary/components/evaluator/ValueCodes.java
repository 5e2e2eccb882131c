package io.tributary.components.evaluator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the values of one column in the order in which they are met; a missing value is a value.
 * Text becomes a Java string only when it is met for the first time. Not thread-safe.
 */
final class ValueCodes implements Codes {
  private final LongCodes longs = new LongCodes();
  private int[] codeOfNumber = new int[16];
  private int numbers;
  private final List<Optional<String>> texts = new ArrayList<>();
  private int missing = -1;
  private byte[][] keys = new byte[16][];
  private int[] codeOfSlot = filled(16);
  private byte[] scratch = new byte[0];

  /** Whether rows can be sliced by a column of that type. */
  static boolean supports(ArrowType type) {
    return type instanceof ArrowType.Utf8
        || type instanceof ArrowType.LargeUtf8
        || type instanceof ArrowType.Int
        || type instanceof ArrowType.Bool
        || type instanceof ArrowType.Date
        || type instanceof ArrowType.Timestamp
        || (type instanceof ArrowType.FloatingPoint floating
            && floating.getPrecision() != FloatingPointPrecision.HALF);
  }

  /** Number of values met. */
  int size() {
    return texts.size();
  }

  @Override
  public Optional<String> text(int code) {
    return texts.get(code);
  }

  @Override
  public void read(FieldVector column, int rows, int[] codes) {
    if (column instanceof VarCharVector || column instanceof LargeVarCharVector) {
      boolean wide = column instanceof LargeVarCharVector;
      for (int row = 0; row < rows; row++) {
        if (column.isNull(row)) {
          codes[row] = missing();
        } else {
          long start = offset(column, row, wide);
          codes[row] = code(column, start, offset(column, row + 1, wide) - start);
        }
      }
    } else {
      for (int row = 0; row < rows; row++) {
        if (column.isNull(row)) {
          codes[row] = missing();
        } else {
          int number = longs.code(bits(column, row));
          if (number == numbers) {
            codeOfNumber = Arrays.copyOf(codeOfNumber, Math.max(number + 1, numbers * 2));
            codeOfNumber[numbers++] = texts.size();
            texts.add(Optional.of(textOf(column, row)));
          }
          codes[row] = codeOfNumber[number];
        }
      }
    }
  }

  private static long offset(FieldVector column, int row, boolean wide) {
    return wide
        ? column.getOffsetBuffer().getLong((long) row * Long.BYTES)
        : column.getOffsetBuffer().getInt((long) row * Integer.BYTES);
  }

  private int missing() {
    if (missing < 0) {
      missing = texts.size();
      texts.add(Optional.empty());
    }
    return missing;
  }

  private static long bits(FieldVector column, int row) {
    if (column instanceof BaseIntVector integers) {
      return integers.getValueAsLong(row);
    } else if (column instanceof BitVector bits) {
      return bits.get(row);
    } else if (column instanceof Float4Vector floats) {
      return Float.floatToIntBits(floats.get(row) + 0.0f);
    } else if (column instanceof Float8Vector doubles) {
      return Double.doubleToLongBits(doubles.get(row) + 0.0);
    } else if (column instanceof TimeStampVector times) {
      return times.get(row);
    } else if (column instanceof DateDayVector days) {
      return days.get(row);
    } else if (column instanceof DateMilliVector dates) {
      return dates.get(row);
    }
    throw new IllegalStateException(column.getField() + " passed the check of slice columns");
  }

  private static String textOf(FieldVector column, int row) {
    if (column instanceof BaseIntVector integers) {
      return Long.toString(integers.getValueAsLong(row));
    } else if (column instanceof Float4Vector floats) {
      return Float.toString(floats.get(row) + 0.0f);
    } else if (column instanceof Float8Vector doubles) {
      return Double.toString(doubles.get(row) + 0.0);
    }
    return String.valueOf(column.getObject(row));
  }

  private int code(FieldVector column, long start, long length) {
    int size = Math.toIntExact(length);
    if (scratch.length < size) {
      scratch = new byte[Math.max(size, 64)];
    }
    column.getDataBuffer().getBytes(start, scratch, 0, size);
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + scratch[i];
    }
    int mask = keys.length - 1;
    int slot = spread(hash) & mask;
    for (byte @Nullable [] key = keys[slot]; key != null; key = keys[slot]) {
      if (Arrays.equals(key, 0, key.length, scratch, 0, size)) {
        return codeOfSlot[slot];
      }
      slot = (slot + 1) & mask;
    }
    int code = texts.size();
    keys[slot] = Arrays.copyOf(scratch, size);
    codeOfSlot[slot] = code;
    texts.add(Optional.of(new String(scratch, 0, size, UTF_8)));
    if (texts.size() * 2 > keys.length) {
      grow();
    }
    return code;
  }

  private void grow() {
    var oldKeys = keys;
    var oldCodes = codeOfSlot;
    keys = new byte[oldKeys.length * 2][];
    codeOfSlot = filled(keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      byte @Nullable [] key = oldKeys[i];
      if (key != null) {
        int slot = spread(Arrays.hashCode(key)) & (keys.length - 1);
        while (codeOfSlot[slot] >= 0) {
          slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        codeOfSlot[slot] = oldCodes[i];
      }
    }
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  private static int[] filled(int size) {
    var codes = new int[size];
    Arrays.fill(codes, -1);
    return codes;
  }
}
