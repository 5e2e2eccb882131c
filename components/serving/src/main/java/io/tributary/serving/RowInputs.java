package io.tributary.serving;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Arrow rows as the inputs of a model whose graph takes one tensor of shape {@code [n, 1]} a raw
 * feature, named as the column; or, of a model of other origin, columns side by side as one tensor
 * of shape {@code [n, K]}. An input of shape {@code [n, -1]} takes a column of lists, padded as
 * {@link RaggedTensor#padded} says. Columns the model does not ask for are left alone; nulls become
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
 *   <tr><td>any but BOOL, of shape {@code [n, -1]}</td><td>lists, large lists and lists of fixed
 *       size of these; a plain column as lists of one</td></tr>
 * </table>
 *
 * <p>A column without any value, such as one of Arrow's type Null, is one of missing values for any
 * input but BOOL. Unsigned 64-bit columns feed no integer input. Immutable and thread-safe.
 */
public final class RowInputs implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Signature signature;
  private final LinkedHashMap<String, List<String>> columns = new LinkedHashMap<>();

  /**
   * For a model of that signature, whose inputs take the columns of their names.
   *
   * @throws IllegalArgumentException naming the inputs that are no {@code [n, 1]} columns
   */
  public RowInputs(Signature signature) {
    this(signature, Map.of());
  }

  /**
   * For a model of that signature.
   *
   * @param columns of which columns, side by side, an input is made; one that is not named takes
   *     the column of its name
   * @throws IllegalArgumentException naming the inputs whose rows have another number of values
   *     than there are columns, and those that the model does not have
   */
  public RowInputs(Signature signature, Map<String, List<String>> columns) {
    this.signature = signature;
    List<String> problems = new ArrayList<>();
    for (TensorSpec spec : signature.inputs()) {
      List<String> own = List.copyOf(columns.getOrDefault(spec.name(), List.of(spec.name())));
      this.columns.put(spec.name(), own);
      if (!takes(spec.shape(), own.size())) {
        problems.add(
            columns.containsKey(spec.name())
                ? "input "
                    + spec
                    + " of the "
                    + own.size()
                    + " columns "
                    + own
                    + " (expected: a column for each value of a row)"
                : "input " + spec + " (expected: shape [-1, 1], one value a row)");
      }
    }
    for (String name : columns.keySet()) {
      if (!this.columns.containsKey(name)) {
        problems.add("input '" + name + "' (expected: one of " + signature.inputs() + ")");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("; ", problems)
              + "; name the columns of each input, or give this model its tensors through infer");
    }
  }

  /**
   * Values of lists that a run of a graph takes at most, unless one row has more: 32 MB of FP64.
   */
  private static final int MOST_VALUES = Predictor.BATCH_ROWS * 1_000;

  /**
   * How many rows from row {@code from} on a run of the graph shall take: at most {@code most}, and
   * no more than give some millions of values when their lists are padded; at least one if there is
   * one.
   */
  int together(VectorSchemaRoot rows, int from, int most) {
    int end = Math.min(rows.getRowCount(), from + most);
    for (TensorSpec spec : signature.inputs()) {
      FieldVector column = isOpen(spec) ? rows.getVector(column(spec)) : null;
      if (column != null && RaggedTensor.isList(column)) {
        int width = 1;
        for (int row = from; row < end; row++) {
          width = Math.max(width, RaggedTensor.length(column, row));
          if (row > from && (row + 1L - from) * width > MOST_VALUES) {
            end = row;
          }
        }
      }
    }
    return end - from;
  }

  /** Whether an input takes lists of any length. */
  private static boolean isOpen(TensorSpec spec) {
    return spec.shape().rank() == 2 && spec.shape().dim(1) == Shape.ANY;
  }

  private String column(TensorSpec spec) {
    return columns.getOrDefault(spec.name(), List.of(spec.name())).get(0);
  }

  /** As the type of the column has it; what has no value in these rows is of any type. */
  private static @Nullable Tensor read(
      FieldVector column, TensorSpec spec, boolean isAlone, int from, int count) {
    Tensor typed = typed(column, spec, isAlone, from, count);
    return typed == null && isMissing(column, from, count)
        ? MissingValues.column(spec.datatype(), count)
        : typed;
  }

  private static boolean takes(FieldVector column, TensorSpec spec, boolean isAlone) {
    return typed(column, spec, isAlone, 0, 0) != null
        || isOfNothing(column.getField()) && MissingValues.column(spec.datatype(), 0) != null;
  }

  private static boolean isOfNothing(Field field) {
    return field.getType() instanceof ArrowType.Null
        || field.getChildren().size() == 1 && isOfNothing(field.getChildren().get(0));
  }

  /**
   * Whether rows have no value in a column: all are null, or lists that are empty or of nulls.
   *
   * @param count rows from row {@code from} on
   */
  public static boolean isMissing(FieldVector column, int from, int count) {
    if (RaggedTensor.isList(column)) {
      return RaggedTensor.isMissing(column, from, count);
    }
    for (int row = from; row < from + count; row++) {
      if (!column.isNull(row)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Tensor typed(
      FieldVector column, TensorSpec spec, boolean isAlone, int from, int count) {
    return isOpen(spec) && isAlone && RaggedTensor.isList(column)
        ? RaggedTensor.read(column, spec.datatype(), from, count)
            .map(RaggedTensor::padded)
            .orElse(null)
        : ColumnReader.read(column, spec.datatype(), from, count);
  }

  private static boolean takes(Shape shape, int columns) {
    return shape.rank() > 0
        && shape.dim(0) == Shape.ANY
        && (shape.accepts(Shape.of(2, columns)) || columns == 1 && shape.accepts(Shape.of(2)));
  }

  /** The names of the columns that {@link #read} looks at. */
  public Set<String> columns() {
    var names = new LinkedHashSet<String>();
    columns.values().forEach(names::addAll);
    return names;
  }

  /**
   * What keeps rows of a schema from being read: every column that is absent or of a wrong type.
   * One of Arrow's type Null, or of lists of it, is of the right one.
   */
  public Optional<String> problem(Schema schema) {
    try (var allocator = new RootAllocator();
        var none = VectorSchemaRoot.create(schema, allocator)) {
      List<String> problems = new ArrayList<>();
      for (TensorSpec spec : signature.inputs()) {
        List<String> own = columns.getOrDefault(spec.name(), List.of());
        for (String name : own) {
          FieldVector column = none.getVector(name);
          if (column == null || !takes(column, spec, own.size() == 1)) {
            problems.add(problem(name, column, spec));
          }
        }
      }
      return problems.isEmpty() ? Optional.empty() : Optional.of(joined(problems));
    }
  }

  private static String joined(List<String> problems) {
    return String.join("; ", problems) + "; compare the data with the model's signature";
  }

  /**
   * The inputs for {@code count} rows from row {@code from} on. A column in which none of these
   * rows {@linkplain #isMissing has a value} is one of missing values, whatever its type.
   *
   * @throws IllegalArgumentException naming every column that is absent or of a type the input does
   *     not take
   */
  public Map<String, Tensor> read(VectorSchemaRoot rows, int from, int count) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    Map<String, FieldVector> vectors = new HashMap<>();
    rows.getFieldVectors().forEach(vector -> vectors.putIfAbsent(vector.getName(), vector));
    for (TensorSpec spec : signature.inputs()) {
      List<Tensor> parts = new ArrayList<>();
      List<String> own = columns.getOrDefault(spec.name(), List.of());
      for (String name : own) {
        FieldVector column = vectors.get(name);
        Tensor part = column == null ? null : read(column, spec, own.size() == 1, from, count);
        if (part == null) {
          problems.add(problem(name, column, spec));
        } else {
          parts.add(part);
        }
      }
      if (problems.isEmpty()) {
        boolean isColumn = parts.size() == 1 && spec.shape().rank() == 2;
        inputs.put(
            spec.name(), isColumn ? parts.get(0) : TensorRows.beside(parts, spec.shape().rank()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(joined(problems));
    }
    return inputs;
  }

  private static String problem(String name, @Nullable FieldVector column, TensorSpec spec) {
    if (column == null) {
      return "column '" + name + "' is absent (expected: one for each input of the model)";
    }
    if (isOfNothing(column.getField())) {
      return "column '"
          + name
          + "' without any value (expected: one in every row, as an input of type "
          + spec.datatype()
          + " cannot be missing)";
    }
    return "column '"
        + name
        + "' of type "
        + column.getField().getType()
        + (column.getNullCount() > 0 ? " with nulls" : "")
        + " (expected: one that an input of type "
        + spec.datatype()
        + (isOpen(spec) ? " takes, or lists of such)" : " takes)")
        + remedy(column.getField(), spec.datatype());
  }

  /** One value that is no number makes text of a column of CSV. */
  private static String remedy(Field field, Datatype wanted) {
    if (!(field.getType() instanceof ArrowType.Utf8)) {
      return "";
    }
    return switch (wanted) {
      case INT64, INT32 -> "; of CSV, --type " + field.getName() + "=INT64 tells what is no number";
      case FP32, FP64 -> "; of CSV, --type " + field.getName() + "=FLOAT64 tells what is no number";
      default -> "";
    };
  }
}
