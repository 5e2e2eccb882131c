package io.tributary.data.union;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Finds the schema of several sources. Not thread-safe. */
public final class UnionSchema {
  private static final ArrowType FLOAT64 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

  /** How many differences a message tells. */
  private static final int TOLD = 20;

  private final SchemaChanges changes;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<String, String> firstSources = new LinkedHashMap<>();
  private final List<String> differences = new ArrayList<>();
  private String first = "";

  public UnionSchema(SchemaChanges changes) {
    this.changes = changes;
  }

  /**
   * Notes the next source.
   *
   * @param source what a message calls it
   */
  public void add(String source, Schema schema) {
    boolean isFirst = first.isEmpty();
    first = isFirst ? source : first;
    var absent = new TreeSet<>(fields.keySet());
    for (var field : schema.getFields()) {
      absent.remove(field.getName());
      var known = fields.get(field.getName());
      if (known == null) {
        if (!isFirst && changes == SchemaChanges.REFUSE) {
          differences.add("column '" + field.getName() + "' is in " + source + ", not in " + first);
        }
        fields.put(field.getName(), isFirst ? field : nullable(field, field.getType()));
        firstSources.put(field.getName(), source);
      } else {
        join(known, field, source);
      }
    }
    for (var name : absent) {
      if (changes == SchemaChanges.REFUSE) {
        differences.add(
            "column '" + name + "' is in " + firstSources.get(name) + ", not in " + source);
      }
      fields.computeIfPresent(name, (same, field) -> nullable(field, field.getType()));
    }
  }

  private void join(Field known, Field field, String source) {
    if (known.getType().equals(field.getType())
        && known.getChildren().equals(field.getChildren())) {
      if (field.isNullable() && !known.isNullable()) {
        fields.put(field.getName(), nullable(known, known.getType()));
      }
      return;
    }
    var wider =
        changes == SchemaChanges.WIDEN
            ? wider(known.getType(), field.getType())
            : Optional.<ArrowType>empty();
    if (wider.isPresent()) {
      fields.put(field.getName(), nullable(known, wider.get()));
    } else {
      differences.add(
          "column '"
              + field.getName()
              + "' is "
              + known.getType()
              + " in "
              + firstSources.get(field.getName())
              + ", "
              + field.getType()
              + " in "
              + source);
    }
  }

  private static Field nullable(Field field, ArrowType type) {
    return new Field(field.getName(), FieldType.nullable(type), field.getChildren());
  }

  private static Optional<ArrowType> wider(ArrowType a, ArrowType b) {
    boolean isIntegerA = a instanceof ArrowType.Int integer && integer.getIsSigned();
    boolean isIntegerB = b instanceof ArrowType.Int integer && integer.getIsSigned();
    boolean isFloatA = a instanceof ArrowType.FloatingPoint;
    boolean isFloatB = b instanceof ArrowType.FloatingPoint;
    if (isIntegerA && isIntegerB) {
      return Optional.of(new ArrowType.Int(Long.SIZE, true));
    }
    return (isIntegerA || isFloatA) && (isIntegerB || isFloatB)
        ? Optional.of(FLOAT64)
        : Optional.empty();
  }

  /**
   * The columns of all sources, those of the first one first.
   *
   * @throws ExecutionFailure if their columns do not fit together; it tells which, and where
   */
  public Schema schema() {
    if (differences.isEmpty()) {
      return new Schema(fields.values());
    }
    int told = Math.min(TOLD, differences.size());
    throw new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            first + " and others",
            "columns that differ: "
                + String.join("; ", differences.subList(0, told))
                + (told < differences.size()
                    ? "; and " + (differences.size() - told) + " more"
                    : ""),
            "the same columns everywhere",
            changes == SchemaChanges.REFUSE
                ? "correct the files, or let columns be joined and numbers be widened by SchemaChanges.WIDEN"
                : "correct the files, or read the columns as one type"));
  }
}
