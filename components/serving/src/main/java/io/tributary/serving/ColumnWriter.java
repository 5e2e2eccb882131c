package io.tributary.serving;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * A tensor into an Arrow column, without nulls: FP32 into float32, FP64 into float64, INT64 and
 * INT32 into int64 and int32, BOOL into bool, BYTES into utf8 or binary; several values a row into
 * a list of them.
 */
public final class ColumnWriter {
  private ColumnWriter() {}

  /** The type of a column for such values. */
  public static ArrowType type(Datatype datatype) {
    return switch (datatype) {
      case FP32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case FP64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case INT64 -> new ArrowType.Int(Long.SIZE, true);
      case INT32 -> new ArrowType.Int(Integer.SIZE, true);
      case BOOL -> ArrowType.Bool.INSTANCE;
      case BYTES -> ArrowType.Utf8.INSTANCE;
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BF16 ->
          throw new IllegalStateException(datatype + " has no tensor");
    };
  }

  /**
   * Fills an empty column with all values: a plain one with a value a row, a list of fixed size
   * with as many a row.
   *
   * @throws IllegalArgumentException if the column is not of the tensor's type
   */
  public static void write(Tensor tensor, FieldVector column) {
    if (column instanceof FixedSizeListVector lists) {
      int rows = tensor.size() / lists.getListSize();
      lists.setInitialCapacity(rows);
      lists.allocateNew();
      write(tensor, 0, 1, tensor.size(), lists.getDataVector());
      for (int row = 0; row < rows; row++) {
        lists.setNotNull(row);
      }
      lists.setValueCount(rows);
    } else {
      write(tensor, 0, 1, tensor.size(), column);
    }
  }

  /** Fills an empty column of lists, all of the same length. */
  static void writeLists(Tensor tensor, int rows, ListVector lists) {
    int each = rows == 0 ? 0 : tensor.size() / rows;
    lists.setInitialCapacity(rows);
    lists.allocateNew();
    write(tensor, 0, 1, tensor.size(), lists.getDataVector());
    for (int row = 0; row < rows; row++) {
      lists.startNewValue(row);
      lists.endValue(row, each);
    }
    lists.setValueCount(rows);
  }

  /** Fills an empty column with every {@code step}th value from {@code first} on. */
  static void write(Tensor tensor, int first, int step, int rows, FieldVector column) {
    if (tensor instanceof BytesTensor texts && column instanceof BaseVariableWidthVector into) {
      write(texts, first, step, rows, into);
    } else if (tensor instanceof BoolTensor bools && column instanceof BitVector bits) {
      bits.allocateNew(rows);
      for (int i = 0; i < rows; i++) {
        bits.set(i, bools.values()[first + i * step] ? 1 : 0);
      }
      bits.setValueCount(rows);
    } else if (column instanceof BaseFixedWidthVector numbers && !(column instanceof BitVector)) {
      numbers.allocateNew(rows);
      write(tensor, first, step, rows, numbers);
      present(numbers, rows);
      numbers.setValueCount(rows);
    } else {
      throw mismatch(tensor, column);
    }
  }

  private static void write(
      Tensor tensor, int first, int step, int rows, BaseFixedWidthVector column) {
    ArrowBuf data = column.getDataBuffer();
    if (tensor instanceof FloatTensor floats && column instanceof Float4Vector) {
      for (int i = 0; i < rows; i++) {
        data.setFloat((long) i * Float.BYTES, floats.values()[first + i * step]);
      }
    } else if (tensor instanceof DoubleTensor doubles && column instanceof Float8Vector) {
      for (int i = 0; i < rows; i++) {
        data.setDouble((long) i * Double.BYTES, doubles.values()[first + i * step]);
      }
    } else if (tensor instanceof Int64Tensor longs && column instanceof BigIntVector) {
      for (int i = 0; i < rows; i++) {
        data.setLong((long) i * Long.BYTES, longs.values()[first + i * step]);
      }
    } else if (tensor instanceof Int32Tensor ints && column instanceof IntVector) {
      for (int i = 0; i < rows; i++) {
        data.setInt((long) i * Integer.BYTES, ints.values()[first + i * step]);
      }
    } else {
      throw mismatch(tensor, column);
    }
  }

  private static void present(BaseFixedWidthVector column, int rows) {
    ArrowBuf validity = column.getValidityBuffer();
    int whole = rows / Byte.SIZE;
    validity.setOne(0, (long) whole);
    if (rows % Byte.SIZE != 0) {
      validity.setByte(whole, (1 << rows % Byte.SIZE) - 1);
    }
  }

  private static void write(
      BytesTensor texts, int first, int step, int rows, BaseVariableWidthVector column) {
    byte[] data = texts.data();
    int[] offsets = texts.offsets();
    column.allocateNew(offsets[texts.size()] - offsets[0], rows);
    for (int i = 0; i < rows; i++) {
      int at = first + i * step;
      column.set(i, data, offsets[at], offsets[at + 1] - offsets[at]);
    }
    column.setValueCount(rows);
  }

  private static IllegalArgumentException mismatch(Tensor tensor, FieldVector column) {
    return new IllegalArgumentException(
        "column '"
            + column.getName()
            + "' of type "
            + column.getField().getType()
            + " (expected: one for values of type "
            + tensor.datatype()
            + "); make it of the type that the tensor has");
  }
}
