package io.tributary.components.schema;

import io.tributary.proto.tfmd.Feature;
import java.util.Optional;

/**
 * A component of a generated record.
 *
 * @param column the name of the feature
 * @param name the name of the component
 */
record RecordColumn(String column, String name, Kind kind, Multiplicity multiplicity) {

  /** What values are in Java and in Arrow. */
  enum Kind {
    INT("Long", "long", "Long", "new ArrowType.Int(64, true)", "BaseIntVector", "BigIntVector"),
    FLOAT(
        "Double",
        "double",
        "Double",
        "new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)",
        "FloatingPointVector",
        "Float8Vector"),
    TEXT("Text", "String", "String", "ArrowType.Utf8.INSTANCE", "VarCharVector", "VarCharVector"),
    BINARY(
        "Bytes",
        "byte[]",
        "byte[]",
        "ArrowType.Binary.INSTANCE",
        "VarBinaryVector",
        "VarBinaryVector");

    final String word;
    final String primitive;
    final String boxed;
    final String arrow;
    final String readFrom;
    final String writtenTo;

    Kind(
        String word,
        String primitive,
        String boxed,
        String arrow,
        String readFrom,
        String writtenTo) {
      this.word = word;
      this.primitive = primitive;
      this.boxed = boxed;
      this.arrow = arrow;
      this.readFrom = readFrom;
      this.writtenTo = writtenTo;
    }
  }

  /** How many values a row has. */
  enum Multiplicity {
    ONE,
    AT_MOST_ONE,
    ANY
  }

  static Optional<Kind> kind(Feature feature) {
    return switch (feature.getType()) {
      case INT -> Optional.of(Kind.INT);
      case FLOAT -> Optional.of(Kind.FLOAT);
      case BYTES ->
          Optional.of(
              feature.hasImageDomain() || feature.hasAudioDomain() || feature.hasVideoDomain()
                  ? Kind.BINARY
                  : Kind.TEXT);
      case STRUCT, TYPE_UNKNOWN -> Optional.empty();
    };
  }

  static RecordColumn of(Feature feature, String name, Kind kind) {
    return new RecordColumn(feature.getName(), name, kind, multiplicity(feature));
  }

  private static Multiplicity multiplicity(Feature feature) {
    boolean single =
        switch (feature.getShapeTypeCase()) {
          case SHAPE ->
              feature.getShape().getDimList().stream().allMatch(dim -> dim.getSize() == 1);
          case VALUE_COUNT -> feature.getValueCount().getMax() == 1;
          case VALUE_COUNTS -> false;
          case SHAPETYPE_NOT_SET -> true;
        };
    if (!single) {
      return Multiplicity.ANY;
    }
    boolean always =
        feature.getPresence().getMinFraction() == 1
            && feature.getNotInEnvironmentCount() == 0
            && feature.getInEnvironmentCount() == 0;
    return always ? Multiplicity.ONE : Multiplicity.AT_MOST_ONE;
  }

  /** The type of the component. */
  String type() {
    return switch (multiplicity) {
      case ONE -> kind.primitive;
      case AT_MOST_ONE ->
          switch (kind) {
            case INT, FLOAT, TEXT -> "@Nullable " + kind.boxed;
            case BINARY -> "byte @Nullable []";
          };
      case ANY -> "List<" + kind.boxed + ">";
    };
  }
}
