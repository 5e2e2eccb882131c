package io.tributary.data.json;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * What values there are at a place: kinds, and the shapes of what is within lists and objects. Of
 * two shapes that saw some rows, the merged one is as if it had seen all of them. Not thread-safe.
 */
final class Shape {
  /** Kinds of values; of numbers, what they need. */
  enum Kind {
    BOOL,
    INTEGER,
    LARGE_INTEGER,
    FLOAT,
    TEXT,
    LIST,
    STRUCT
  }

  private final Map<String, Shape> fields = new LinkedHashMap<>();
  private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
  private @Nullable Shape element;

  /** The object in which this field was met last; by this is seen that a key comes twice. */
  private long lastObject;

  void add(Kind kind) {
    kinds.add(kind);
  }

  /** Of the elements of lists. */
  Shape element() {
    var known = element;
    if (known == null) {
      known = new Shape();
      element = known;
    }
    return known;
  }

  /** Of a field of objects, if it is known. */
  @Nullable Shape field(String name) {
    return fields.get(name);
  }

  /** A new field of objects. */
  Shape addField(String name) {
    var field = new Shape();
    fields.put(name, field);
    return field;
  }

  /** Notes that the field is in an object, by its number; false if it was in it already. */
  boolean enter(long object) {
    if (lastObject == object) {
      return false;
    }
    lastObject = object;
    return true;
  }

  /** How many shapes there are, this one and all within. */
  int size() {
    int size = 1 + (element == null ? 0 : element.size());
    for (var field : fields.values()) {
      size += field.size();
    }
    return size;
  }

  /** Adds what was seen in later rows. */
  void merge(Shape later) {
    kinds.addAll(later.kinds);
    if (later.element != null) {
      element().merge(later.element);
    }
    later.fields.forEach(
        (name, field) -> fields.computeIfAbsent(name, n -> new Shape()).merge(field));
  }

  /** One column a field, in the order in which they were first met. */
  List<Field> columns() {
    var columns = new ArrayList<Field>();
    fields.forEach((name, shape) -> columns.add(shape.column(name)));
    return columns;
  }

  private Field column(String name) {
    if (isOnly(Kind.BOOL)) {
      return Field.nullable(name, ArrowType.Bool.INSTANCE);
    } else if (isOnly(Kind.INTEGER)) {
      return Field.nullable(name, new ArrowType.Int(64, true));
    } else if (kinds.contains(Kind.FLOAT) && isOnly(Kind.INTEGER, Kind.LARGE_INTEGER, Kind.FLOAT)) {
      return Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
    } else if (isOnly(Kind.LIST)) {
      return new Field(
          name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(element().column("element")));
    } else if (isOnly(Kind.STRUCT)) {
      return new Field(name, FieldType.nullable(ArrowType.Struct.INSTANCE), columns());
    }
    return Field.nullable(name, ArrowType.Utf8.INSTANCE);
  }

  /** Whether there are values, and all of them of these kinds. */
  private boolean isOnly(Kind... allowed) {
    return !kinds.isEmpty() && List.of(allowed).containsAll(kinds);
  }
}
