package io.tributary.data.tfrecord;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.proto.tensorflow.BytesList;
import io.tributary.proto.tensorflow.Feature;
import io.tributary.proto.tensorflow.FloatList;
import io.tributary.proto.tensorflow.Int64List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Makes features of the values of columns. */
final class FeatureMaker {
  private FeatureMaker() {}

  /** Whether features can hold a column's values. */
  static boolean isWritable(Field field) {
    if (field.getDictionary() != null) {
      return false;
    }
    return switch (field.getType().getTypeID()) {
      case List, LargeList, FixedSizeList -> isValue(field.getChildren().get(0));
      default -> isValue(field);
    };
  }

  private static boolean isValue(Field field) {
    if (field.getDictionary() != null) {
      return false;
    }
    return switch (field.getType().getTypeID()) {
      case Int,
          Bool,
          FloatingPoint,
          Utf8,
          LargeUtf8,
          Binary,
          LargeBinary,
          FixedSizeBinary,
          Date,
          Time,
          Timestamp,
          Duration ->
          true;
      default -> false;
    };
  }

  /**
   * The feature of a value that is not missing.
   *
   * @param number of the row, for messages
   */
  static Feature feature(FieldVector column, int row, long number) {
    if (column instanceof BaseListVector lists) {
      var elements = lists.getChildrenFromFields().get(0);
      return values(
          column.getName(),
          elements,
          lists.getElementStartIndex(row),
          lists.getElementEndIndex(row),
          number);
    }
    return values(column.getName(), column, row, row + 1, number);
  }

  private static Feature values(String name, FieldVector values, int from, int to, long number) {
    for (int i = from; i < to; i++) {
      if (values.isNull(i)) {
        throw refused(name, number, "a list with a missing element", "elements that are all there");
      }
    }
    var type = values.getField().getType();
    if (type instanceof ArrowType.FloatingPoint) {
      return floats(name, (FloatingPointVector) values, from, to, number);
    } else if (type.getTypeID() == ArrowType.ArrowTypeID.Int
        || values instanceof BitVector
        || isTime(type)) {
      var list = Int64List.newBuilder();
      for (int i = from; i < to; i++) {
        list.addValue(integer(name, values, i, number));
      }
      return Feature.newBuilder().setInt64List(list).build();
    }
    var list = BytesList.newBuilder();
    for (int i = from; i < to; i++) {
      list.addValue(bytes(values, i));
    }
    return Feature.newBuilder().setBytesList(list).build();
  }

  private static boolean isTime(ArrowType type) {
    return switch (type.getTypeID()) {
      case Date, Time, Timestamp, Duration -> true;
      default -> false;
    };
  }

  private static Feature floats(
      String name, FloatingPointVector values, int from, int to, long number) {
    var list = FloatList.newBuilder();
    for (int i = from; i < to; i++) {
      double value = values.getValueAsDouble(i);
      float rounded = (float) value;
      if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
        throw refused(name, number, String.valueOf(value), "a number within the range of 32 bits");
      }
      list.addValue(rounded);
    }
    return Feature.newBuilder().setFloatList(list).build();
  }

  private static long integer(String name, FieldVector values, int index, long number) {
    if (values instanceof BitVector bits) {
      return bits.get(index);
    }
    if (values instanceof BaseIntVector integers) {
      long value = integers.getValueAsLong(index);
      if (value < 0 && values instanceof UInt8Vector) {
        throw refused(name, number, Long.toUnsignedString(value), "a number below 2^63");
      }
      return value;
    }
    var times = (BaseFixedWidthVector) values;
    return times.getTypeWidth() == Integer.BYTES
        ? times.getDataBuffer().getInt((long) index * Integer.BYTES)
        : times.getDataBuffer().getLong((long) index * Long.BYTES);
  }

  private static ByteString bytes(FieldVector values, int index) {
    byte[] bytes;
    if (values instanceof VarCharVector texts) {
      bytes = texts.get(index);
    } else if (values instanceof VarBinaryVector binaries) {
      bytes = binaries.get(index);
    } else if (values instanceof LargeVarCharVector texts) {
      bytes = texts.get(index);
    } else if (values instanceof LargeVarBinaryVector binaries) {
      bytes = binaries.get(index);
    } else if (values instanceof FixedSizeBinaryVector binaries) {
      bytes = binaries.get(index);
    } else {
      throw new IllegalStateException(values.getField() + " passed the check of types");
    }
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  private static ExecutionFailure refused(String name, long number, String value, String expected) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            "row " + number + ", column '" + name + "'",
            value,
            expected,
            "correct the value, or leave the column out of the examples"));
  }
}
