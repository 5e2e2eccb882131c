package io.tributary.data.tfrecord;

import io.tributary.proto.tensorflow.BytesList;
import io.tributary.proto.tensorflow.Feature;
import io.tributary.proto.tensorflow.Feature.KindCase;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** What values a feature has. Not thread-safe. */
final class FeatureShape {
  /** Where a kind was met first. */
  private record Place(String file, long record) {
    @Override
    public String toString() {
      return file + ", record " + record;
    }
  }

  private final Map<KindCase, Place> kinds = new EnumMap<>(KindCase.class);
  private boolean isList;
  private boolean isText = true;

  /**
   * Notes the values of a record.
   *
   * @param record its number in its file, counted from 1
   */
  void see(Feature feature, String file, long record) {
    var kind = feature.getKindCase();
    int count =
        switch (kind) {
          case BYTES_LIST -> feature.getBytesList().getValueCount();
          case FLOAT_LIST -> feature.getFloatList().getValueCount();
          case INT64_LIST -> feature.getInt64List().getValueCount();
          case KIND_NOT_SET -> 1;
        };
    isList |= count != 1;
    isText &= kind != KindCase.BYTES_LIST || isText(feature.getBytesList());
    if (kind != KindCase.KIND_NOT_SET && !kinds.containsKey(kind)) {
      kinds.put(kind, new Place(file, record));
    }
  }

  private static boolean isText(BytesList list) {
    for (int i = 0; i < list.getValueCount(); i++) {
      if (!list.getValue(i).isValidUtf8()) {
        return false;
      }
    }
    return true;
  }

  /** Adds what was seen in later records. */
  void merge(FeatureShape later) {
    later.kinds.forEach(kinds::putIfAbsent);
    isList |= later.isList;
    isText &= later.isText;
  }

  /** What keeps the values from being one column; empty if nothing does. */
  Optional<String> problem(String name) {
    return kinds.size() <= 1
        ? Optional.empty()
        : Optional.of(
            kinds.entrySet().stream()
                .map(kind -> word(kind.getKey()) + " in " + kind.getValue())
                .collect(Collectors.joining(" and ", "feature '" + name + "' has ", "")));
  }

  private static String word(KindCase kind) {
    return switch (kind) {
      case INT64_LIST -> "int64";
      case FLOAT_LIST -> "float";
      case BYTES_LIST -> "bytes";
      case KIND_NOT_SET -> "nothing";
    };
  }

  Field column(String name) {
    var value = Field.nullable(isList ? "item" : name, type());
    return isList
        ? new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(value))
        : value;
  }

  private ArrowType type() {
    if (kinds.containsKey(KindCase.INT64_LIST)) {
      return new ArrowType.Int(64, true);
    } else if (kinds.containsKey(KindCase.FLOAT_LIST)) {
      return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    }
    return isText ? ArrowType.Utf8.INSTANCE : ArrowType.Binary.INSTANCE;
  }
}
