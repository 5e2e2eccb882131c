package io.tributary.serving;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Arrow rows as the inputs of a model whose graph takes one tensor of shape {@code [n, 1]} a raw
 * feature, named as the column. Columns the model does not ask for are left alone; nulls become
 * what {@link MissingValues} says.
 *
 * <table>
 *   <caption>Which columns an input takes</caption>
 *   <tr><th>input</th><th>columns</th></tr>
 *   <tr><td>BYTES</td><td>utf8, large utf8, binary, large binary</td></tr>
 *   <tr><td>FP32, FP64</td><td>floating point, integers, bool (0 or 1)</td></tr>
 *   <tr><td>INT64</td><td>integers, bool, and as their stored number timestamp, date, time,
 *       duration</td></tr>
 *   <tr><td>INT32</td><td>integers up to 32 bits, bool</td></tr>
 *   <tr><td>BOOL</td><td>bool without nulls</td></tr>
 * </table>
 *
 * <p>Unsigned 64-bit columns feed no integer input. Immutable and thread-safe.
 */
public final class RowInputs implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Signature signature;

  /**
   * For a model of that signature.
   *
   * @throws IllegalArgumentException naming the inputs that are no {@code [n, 1]} columns
   */
  public RowInputs(Signature signature) {
    List<String> problems = new ArrayList<>();
    for (TensorSpec spec : signature.inputs()) {
      if (!spec.shape().accepts(Shape.column(1)) || !spec.shape().accepts(Shape.column(2))) {
        problems.add("input " + spec + " (expected: shape [-1, 1], one value a row)");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("; ", problems) + "; give this model its tensors through infer");
    }
    this.signature = signature;
  }

  /** The names of the columns that {@link #read} looks at. */
  public Set<String> columns() {
    var columns = new LinkedHashSet<String>();
    signature.inputs().forEach(input -> columns.add(input.name()));
    return columns;
  }

  /**
   * What keeps rows of a schema from being read: every column that is absent or of a wrong type.
   */
  public Optional<String> problem(Schema schema) {
    try (var allocator = new RootAllocator();
        var none = VectorSchemaRoot.create(schema, allocator)) {
      read(none, 0, 0);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The inputs for {@code count} rows from row {@code from} on.
   *
   * @throws IllegalArgumentException naming every column that is absent or of a type the input does
   *     not take
   */
  public Map<String, Tensor> read(VectorSchemaRoot rows, int from, int count) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (TensorSpec spec : signature.inputs()) {
      FieldVector column = rows.getVector(spec.name());
      if (column == null) {
        problems.add(
            "column '" + spec.name() + "' is absent (expected: one for each input of the model)");
        continue;
      }
      Tensor tensor = ColumnReader.read(column, spec.datatype(), from, count);
      if (tensor == null) {
        problems.add(
            "column '"
                + spec.name()
                + "' of type "
                + column.getField().getType()
                + (column.getNullCount() > 0 ? " with nulls" : "")
                + " (expected: one that an input of type "
                + spec.datatype()
                + " takes)");
      } else {
        inputs.put(spec.name(), tensor);
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("; ", problems) + "; compare the data with the model's signature");
    }
    return inputs;
  }
}
