package io.tributary.components.onnx;

import static java.util.stream.Collectors.toCollection;

import io.tributary.data.Batches;
import io.tributary.serving.RowInputs;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of rows that a model is asked about. One in which no row has a value says nothing by
 * its type: it fits every input that may be missing. Whether it has one is looked up in the rows,
 * and only where types do not fit.
 *
 * @param rows empty if every column counts as one that has values
 */
public record RowColumns(Schema schema, Optional<Batches> rows) {

  public static RowColumns of(Schema schema) {
    return new RowColumns(schema, Optional.empty());
  }

  public static RowColumns of(Batches rows) {
    return new RowColumns(rows.schema(), Optional.of(rows));
  }

  /**
   * What keeps the columns from being these inputs.
   *
   * @throws io.tributary.api.ExecutionFailure if the rows cannot be read
   */
  public Optional<String> problem(RowInputs inputs) throws IOException {
    var problem = inputs.problem(schema);
    return problem.isEmpty() ? problem : inputs.problem(untyped(missing(inputs.columns())));
  }

  /**
   * Those of some columns in which no row has a value.
   *
   * @throws io.tributary.api.ExecutionFailure if the rows cannot be read
   */
  public Set<String> missing(Set<String> columns) throws IOException {
    if (rows.isEmpty()) {
      return Set.of();
    }
    var read = rows.get().only(columns);
    var left =
        read.schema().getFields().stream()
            .map(Field::getName)
            .collect(toCollection(LinkedHashSet::new));
    try (var allocator = new RootAllocator();
        var cursor = read.open(allocator)) {
      for (int batch = 0; batch < read.count() && !left.isEmpty(); batch++) {
        var loaded = cursor.load(batch);
        left.removeIf(
            name -> !RowInputs.isMissing(loaded.getVector(name), 0, loaded.getRowCount()));
      }
    }
    return left;
  }

  private Schema untyped(Set<String> columns) {
    return new Schema(
        schema.getFields().stream()
            .map(
                field ->
                    columns.contains(field.getName())
                        ? Field.nullable(field.getName(), new ArrowType.Null())
                        : field)
            .toList());
  }
}
