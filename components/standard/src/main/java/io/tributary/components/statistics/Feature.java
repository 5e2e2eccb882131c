package io.tributary.components.statistics;

import static java.util.Objects.requireNonNull;

import io.tributary.components.accumulator.EncodedText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A column, or below a struct a field of it.
 *
 * @param path names from the column on
 * @param kind what the values are, inside of all lists
 * @param levels how many lists the values are inside of, counted from the struct that the field is
 *     in
 * @param unit what integers count, if they stand for times
 * @param children fields of the structs that are described, where they are structs
 */
record Feature(
    List<String> path, ColumnKind kind, int levels, TimeUnits unit, List<Feature> children) {
  Feature {
    path = List.copyOf(path);
    requireNonNull(kind, "kind");
    requireNonNull(unit, "unit");
    children = List.copyOf(children);
  }

  /** The described columns of a schema, in its order. */
  static List<Feature> of(Schema schema, StatisticsOptions options) {
    var selection = options.selection();
    selection.check(schema);
    return children(List.of(), schema.getFields(), selection);
  }

  /** All columns of a schema. */
  static List<Feature> of(Schema schema) {
    return children(List.of(), schema.getFields(), Selection.ALL);
  }

  private static List<Feature> children(
      List<String> parent, List<Field> fields, Selection selection) {
    var features = new ArrayList<Feature>();
    for (var field : fields) {
      var path = new ArrayList<>(parent);
      path.add(field.getName());
      if (selection.includes(path)) {
        features.add(of(path, field, selection));
      }
    }
    return features;
  }

  private static Feature of(List<String> path, Field field, Selection selection) {
    int levels = 0;
    var inner = field;
    while (isList(inner.getType())) {
      inner = inner.getChildren().get(0);
      levels++;
    }
    var kind = ColumnKind.of(inner.getType());
    var children =
        inner.getType() instanceof ArrowType.Struct
            ? children(path, inner.getChildren(), selection)
            : List.<Feature>of();
    return new Feature(path, kind, levels, TimeUnits.of(inner.getType()), children);
  }

  static boolean isList(ArrowType type) {
    return switch (type.getTypeID()) {
      case List, LargeList, FixedSizeList, Map -> true;
      default -> false;
    };
  }

  /** The name below its parent. */
  String name() {
    return path.get(path.size() - 1);
  }

  /** Features and all that is below them: every struct before its fields. */
  static List<Feature> all(List<Feature> features) {
    var all = new ArrayList<Feature>();
    for (var feature : features) {
      all.add(feature);
      all.addAll(all(feature.children()));
    }
    return all;
  }

  void encode(DataOutput out) throws IOException {
    out.writeInt(path.size());
    for (var step : path) {
      EncodedText.write(step, out);
    }
    EncodedText.write(kind.name(), out);
    out.writeInt(levels);
    EncodedText.write(unit.name(), out);
    encode(children, out);
  }

  static void encode(List<Feature> features, DataOutput out) throws IOException {
    out.writeInt(features.size());
    for (var feature : features) {
      feature.encode(out);
    }
  }

  static List<Feature> decode(DataInput in) throws IOException {
    int size = in.readInt();
    var features = new ArrayList<Feature>();
    for (int i = 0; i < size; i++) {
      var path = new ArrayList<String>();
      int steps = in.readInt();
      for (int step = 0; step < steps; step++) {
        path.add(EncodedText.read(in));
      }
      var kind = ColumnKind.valueOf(EncodedText.read(in));
      int levels = in.readInt();
      var unit = TimeUnits.valueOf(EncodedText.read(in));
      features.add(new Feature(path, kind, levels, unit, decode(in)));
    }
    return features;
  }
}
