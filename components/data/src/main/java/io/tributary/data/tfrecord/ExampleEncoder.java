package io.tributary.data.tfrecord;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.proto.tensorflow.BytesList;
import io.tributary.proto.tensorflow.Example;
import io.tributary.proto.tensorflow.Feature;
import io.tributary.proto.tensorflow.Features;
import io.tributary.proto.tensorflow.FloatList;
import io.tributary.proto.tensorflow.Int64List;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/**
 * Encodes rows as {@code tf.Example}, features in the order of their names: what the generated
 * classes would write, without an object for every value. Not thread-safe.
 */
final class ExampleEncoder {
  /** Behind the name of a feature, in an entry of the map. */
  private static final int ENTRY_VALUE = 2;

  private static final int ENTRY_KEY = 1;

  private final Map<String, byte[]> names = new TreeMap<>();
  private final Bytes values = new Bytes();
  private final Bytes feature = new Bytes();
  private final Bytes features = new Bytes();
  private final Bytes example = new Bytes();

  /**
   * For rows of some columns.
   *
   * @param columns all of them writable
   */
  ExampleEncoder(List<Field> columns) {
    columns.forEach(column -> names.put(column.getName(), column.getName().getBytes(UTF_8)));
  }

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
      case Int, Bool, FloatingPoint, Utf8, LargeUtf8, Binary, LargeBinary, FixedSizeBinary -> true;
      default -> isTime(field.getType());
    };
  }

  private static boolean isTime(ArrowType type) {
    return switch (type.getTypeID()) {
      case Date, Time, Timestamp, Duration -> true;
      default -> false;
    };
  }

  /**
   * A row; valid until the next call.
   *
   * @param number of the row, for messages
   */
  Bytes encode(Map<String, FieldVector> columns, int row, long number) {
    features.clear();
    for (var name : names.entrySet()) {
      var column = columns.get(name.getKey());
      if (column != null && !column.isNull(row)) {
        encode(column, row, number);
        entry(name.getValue());
      }
    }
    example.clear();
    example.field(Example.FEATURES_FIELD_NUMBER, features.size());
    example.bytes(features);
    return example;
  }

  /** Moves the feature into the map of features. */
  private void entry(byte[] name) {
    int length = lengthOf(name.length) + lengthOf(feature.size());
    features.field(Features.FEATURE_FIELD_NUMBER, length);
    features.field(ENTRY_KEY, name.length);
    features.bytes(name, name.length);
    features.field(ENTRY_VALUE, feature.size());
    features.bytes(feature);
  }

  /** How long a field is that has a number below 16, its length and so many bytes. */
  private static int lengthOf(int bytes) {
    return 1 + (38 - Integer.numberOfLeadingZeros(bytes | 1)) / 7 + bytes;
  }

  private void encode(FieldVector column, int row, long number) {
    if (column instanceof BaseListVector lists) {
      encode(
          column.getName(),
          lists.getChildrenFromFields().get(0),
          lists.getElementStartIndex(row),
          lists.getElementEndIndex(row),
          number);
    } else {
      encode(column.getName(), column, row, row + 1, number);
    }
  }

  private void encode(String name, FieldVector vector, int from, int to, long number) {
    values.clear();
    feature.clear();
    for (int i = from; i < to; i++) {
      if (vector.isNull(i)) {
        throw refused(name, number, "a list with a missing element", "elements that are all there");
      }
    }
    var type = vector.getField().getType();
    if (type instanceof ArrowType.FloatingPoint) {
      for (int i = from; i < to; i++) {
        double value = ((FloatingPointVector) vector).getValueAsDouble(i);
        values.fixed32(Float.floatToRawIntBits(rounded(name, value, number)));
      }
      numbers(Feature.FLOAT_LIST_FIELD_NUMBER, FloatList.VALUE_FIELD_NUMBER);
    } else if (type instanceof ArrowType.Int || type instanceof ArrowType.Bool || isTime(type)) {
      for (int i = from; i < to; i++) {
        values.varint(integer(name, vector, i, number));
      }
      numbers(Feature.INT64_LIST_FIELD_NUMBER, Int64List.VALUE_FIELD_NUMBER);
    } else {
      for (int i = from; i < to; i++) {
        var bytes = bytes(vector, i);
        values.field(BytesList.VALUE_FIELD_NUMBER, bytes.length);
        values.bytes(bytes, bytes.length);
      }
      feature.field(Feature.BYTES_LIST_FIELD_NUMBER, values.size());
      feature.bytes(values);
    }
  }

  /** A list of numbers: packed, and nothing at all if there are none. */
  private void numbers(int kind, int value) {
    if (values.size() == 0) {
      feature.field(kind, 0);
    } else {
      feature.field(kind, lengthOf(values.size()));
      feature.field(value, values.size());
      feature.bytes(values);
    }
  }

  private static float rounded(String name, double value, long number) {
    float rounded = (float) value;
    if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
      throw refused(name, number, String.valueOf(value), "a number within the range of 32 bits");
    }
    return rounded;
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

  private static byte[] bytes(FieldVector values, int index) {
    if (values instanceof VarCharVector texts) {
      return texts.get(index);
    } else if (values instanceof VarBinaryVector binaries) {
      return binaries.get(index);
    } else if (values instanceof LargeVarCharVector texts) {
      return texts.get(index);
    } else if (values instanceof LargeVarBinaryVector binaries) {
      return binaries.get(index);
    } else if (values instanceof FixedSizeBinaryVector binaries) {
      return binaries.get(index);
    }
    throw new IllegalStateException(values.getField() + " passed the check of types");
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
