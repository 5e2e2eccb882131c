package io.tributary.data.tfrecord;

import com.google.protobuf.ByteString;
import io.tributary.proto.tensorflow.Feature;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;

/** Writes features into vectors of the types that {@link FeatureShape} gives. */
final class FeatureValues {
  private FeatureValues() {}

  /** Writes a feature; one without a kind is a missing value. */
  static void write(Feature feature, FieldVector vector, int row) {
    int count =
        switch (feature.getKindCase()) {
          case BYTES_LIST -> feature.getBytesList().getValueCount();
          case FLOAT_LIST -> feature.getFloatList().getValueCount();
          case INT64_LIST -> feature.getInt64List().getValueCount();
          case KIND_NOT_SET -> -1;
        };
    if (count < 0) {
      return;
    }
    if (vector instanceof ListVector lists) {
      int first = lists.startNewValue(row);
      for (int i = 0; i < count; i++) {
        write(feature, i, lists.getDataVector(), first + i);
      }
      lists.endValue(row, count);
    } else if (count == 1) {
      write(feature, 0, vector, row);
    } else {
      throw new IllegalStateException(count + " values where there was one");
    }
  }

  private static void write(Feature feature, int value, FieldVector vector, int row) {
    if (vector instanceof BigIntVector longs) {
      longs.setSafe(row, feature.getInt64List().getValue(value));
    } else if (vector instanceof Float4Vector floats) {
      floats.setSafe(row, feature.getFloatList().getValue(value));
    } else if (vector instanceof VarCharVector texts) {
      texts.setSafe(row, bytes(feature, value));
    } else if (vector instanceof VarBinaryVector binaries) {
      binaries.setSafe(row, bytes(feature, value));
    } else {
      throw new IllegalStateException(vector.getField() + " is no type of features");
    }
  }

  private static byte[] bytes(Feature feature, int value) {
    ByteString bytes = feature.getBytesList().getValue(value);
    return bytes.toByteArray();
  }
}
