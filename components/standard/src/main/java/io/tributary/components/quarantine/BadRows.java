package io.tributary.components.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.api.data.BatchFunction;
import io.tributary.data.row.RowCopies;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.TreeMap;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Keeps the rows that are not allowed, and says why. */
record BadRows(ColumnRules rules) implements BatchFunction, Serializable {
  static final String TYPES = "anomaly_types";
  static final String REASONS = "anomaly_reasons";

  /** Why a row is not allowed. */
  private record Why(LinkedHashSet<String> types, ArrayList<String> reasons) {}

  @Override
  public Schema outputSchema(Schema input) {
    var fields = new ArrayList<Field>(input.getFields());
    for (var name : new String[] {TYPES, REASONS}) {
      if (input.getFields().stream().anyMatch(field -> field.getName().equals(name))) {
        throw new IllegalArgumentException(
            "column '"
                + name
                + "': in the examples (expected: free for the quarantine); rename the column");
      }
      fields.add(Field.notNullable(name, ArrowType.Utf8.INSTANCE));
    }
    return new Schema(fields, input.getCustomMetadata());
  }

  @Override
  public void apply(VectorSchemaRoot input, VectorSchemaRoot output) {
    var bad = new TreeMap<Integer, Why>();
    rules.check(
        input,
        (row, type, column, value, expected) -> {
          var why =
              bad.computeIfAbsent(
                  row, ignored -> new Why(new LinkedHashSet<>(), new ArrayList<>()));
          why.types.add(type.name());
          why.reasons.add(
              new Explanation(
                      "feature '" + column + "'",
                      value.of(row),
                      expected,
                      "correct the value at its source, or change the schema")
                  .toString());
        });
    int[] rows = bad.keySet().stream().mapToInt(Integer::intValue).toArray();
    for (var from : input.getFieldVectors()) {
      RowCopies.copy(from, output.getVector(from.getName()), rows, 0, rows.length);
    }
    int at = 0;
    for (var why : bad.values()) {
      write(output, TYPES, at, String.join(",", why.types));
      write(output, REASONS, at, String.join("\n", why.reasons));
      at++;
    }
    output.setRowCount(at);
  }

  private static void write(VectorSchemaRoot output, String column, int row, String text) {
    ((VarCharVector) requireNonNull(output.getVector(column))).setSafe(row, text.getBytes(UTF_8));
  }
}
