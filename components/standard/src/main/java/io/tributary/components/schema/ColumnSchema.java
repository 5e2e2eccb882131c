package io.tributary.components.schema;

import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureType;
import io.tributary.proto.tfmd.Schema;
import org.apache.arrow.vector.types.pojo.Field;

/** A schema that says no more than what types columns have. */
public final class ColumnSchema {
  private ColumnSchema() {}

  /** A feature for each column, of the type that statistics would give it. */
  public static Schema of(org.apache.arrow.vector.types.pojo.Schema columns) {
    var schema = Schema.newBuilder();
    for (var field : columns.getFields()) {
      schema.addFeature(Feature.newBuilder().setName(field.getName()).setType(type(field)));
    }
    return schema.build();
  }

  private static FeatureType type(Field field) {
    return switch (field.getType().getTypeID()) {
      case Int, Bool, Date, Time, Timestamp, Duration -> FeatureType.INT;
      case FloatingPoint, Decimal -> FeatureType.FLOAT;
      case Utf8, LargeUtf8, Utf8View, Null, Binary, LargeBinary, BinaryView, FixedSizeBinary ->
          FeatureType.BYTES;
      case List, LargeList, FixedSizeList, ListView, LargeListView ->
          type(field.getChildren().get(0));
      default -> FeatureType.STRUCT;
    };
  }
}
