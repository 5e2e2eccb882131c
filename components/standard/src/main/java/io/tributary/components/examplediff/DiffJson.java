package io.tributary.components.examplediff;

import io.tributary.data.diff.DiffSide;
import io.tributary.data.diff.Difference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * A difference as the values of {@link io.tributary.components.json.Json}.
 *
 * @param key by which rows were compared; none if whole rows were
 */
public record DiffJson(List<String> key, Difference difference, BufferAllocator allocator) {

  /**
   * What differs, and the first rows that do.
   *
   * @param pair what the two sides are called
   */
  public Map<String, Object> pair(ExampleDiff.SplitPair pair) throws IOException {
    var json = new LinkedHashMap<String, Object>();
    json.put("examples", pair.examples());
    json.put("baseline", pair.baseline());
    json.put("rows_in_examples", difference.a().rows());
    json.put("rows_in_baseline", difference.b().rows());
    json.put("same", difference.same());
    json.put("columns", columns());
    json.put("only_in_examples", rows(difference.a(), difference.onlyInA()));
    json.put("only_in_baseline", rows(difference.b(), difference.onlyInB()));
    if (!key.isEmpty()) {
      json.put("changed", changes());
      json.put("repeated_in_examples", rows(difference.a(), difference.repeatedInA()));
      json.put("repeated_in_baseline", rows(difference.b(), difference.repeatedInB()));
    }
    return json;
  }

  private Map<String, Object> columns() {
    var json = new LinkedHashMap<String, Object>();
    json.put("only_in_examples", difference.columns().onlyInA());
    json.put("only_in_baseline", difference.columns().onlyInB());
    json.put(
        "types",
        difference.columns().types().stream()
            .map(
                types -> {
                  var told = new LinkedHashMap<String, Object>();
                  told.put("column", types.column());
                  told.put("examples", types.inA());
                  told.put("baseline", types.inB());
                  return told;
                })
            .toList());
    return json;
  }

  private Map<String, Object> rows(DiffSide side, Difference.Rows rows) throws IOException {
    var json = new LinkedHashMap<String, Object>();
    json.put("count", rows.count());
    var samples = new ArrayList<Object>();
    var numbers = rows.samples().stream().map(Difference.Single::row).toList();
    try (var batch = side.read(numbers, allocator)) {
      for (int r = 0; r < numbers.size(); r++) {
        var sample = new LinkedHashMap<String, Object>();
        sample.put("row", numbers.get(r) + 1);
        if (rows.samples().get(r).count() > 1) {
          sample.put("times", rows.samples().get(r).count());
        }
        sample.put("values", values(batch, r));
        samples.add(sample);
      }
    }
    json.put("samples", samples);
    return json;
  }

  private Map<String, Object> changes() throws IOException {
    var json = new LinkedHashMap<String, Object>();
    json.put("count", difference.changed().count());
    json.put("columns", difference.changed().columns());
    var samples = new ArrayList<Object>();
    var changes = difference.changed().samples();
    try (var rowsOfA =
            difference
                .a()
                .read(changes.stream().map(Difference.Change::rowInA).toList(), allocator);
        var rowsOfB =
            difference
                .b()
                .read(changes.stream().map(Difference.Change::rowInB).toList(), allocator)) {
      for (int r = 0; r < changes.size(); r++) {
        var sample = new LinkedHashMap<String, Object>();
        sample.put("row_in_examples", changes.get(r).rowInA() + 1);
        sample.put("row_in_baseline", changes.get(r).rowInB() + 1);
        var keys = new LinkedHashMap<String, @Nullable Object>();
        for (var column : key) {
          keys.put(column, value(rowsOfA, column, r));
        }
        sample.put("key", keys);
        var columns = new LinkedHashMap<String, Object>();
        for (var column : changes.get(r).columns()) {
          var both = new LinkedHashMap<String, @Nullable Object>();
          both.put("examples", value(rowsOfA, column, r));
          both.put("baseline", value(rowsOfB, column, r));
          columns.put(column, both);
        }
        sample.put("columns", columns);
        samples.add(sample);
      }
    }
    json.put("samples", samples);
    return json;
  }

  /** The values that a row has. */
  private static Map<String, Object> values(VectorSchemaRoot batch, int row) {
    var values = new LinkedHashMap<String, Object>();
    for (var vector : batch.getFieldVectors()) {
      var value = CellValue.of(vector, row);
      if (value != null) {
        values.put(vector.getName(), value);
      }
    }
    return values;
  }

  private static @Nullable Object value(VectorSchemaRoot batch, String column, int row) {
    var vector = batch.getVector(column);
    return vector == null ? null : CellValue.of(vector, row);
  }
}
