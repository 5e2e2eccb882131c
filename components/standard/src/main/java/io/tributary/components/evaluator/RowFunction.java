package io.tributary.components.evaluator;

import io.tributary.serving.BoolTensor;
import io.tributary.serving.Datatype;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int32Tensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.MissingValues;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Tensor;
import io.tributary.serving.TensorSpec;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One output of a graph: a number for each raw row. Thread-safe. Whoever opened the graph closes
 * it; a copy that arrived by serialisation has opened a graph of its own, which {@link #close}
 * closes.
 */
final class RowFunction implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final Predictor predictor;
  private final String origin;
  private final String output;

  private RowFunction(Predictor predictor, String origin, String output) {
    this.predictor = predictor;
    this.origin = origin;
    this.output = output;
  }

  /** The output called {@code name}; what keeps it from being used goes to {@code problems}. */
  static Optional<RowFunction> of(
      OnnxModel model,
      String what,
      String name,
      Schema rows,
      BufferAllocator allocator,
      List<String> problems) {
    var output = model.signature().output(name);
    if (output.isEmpty()) {
      problems.add(
          what
              + ": no output '"
              + name
              + "' among "
              + model.signature().outputs()
              + " (expected: the probability of the positive class)");
    }
    return output.flatMap(spec -> of(model, what, spec, rows, allocator, problems));
  }

  /** The only output; what keeps it from being used goes to {@code problems}. */
  static Optional<RowFunction> ofOnlyOutput(
      OnnxModel model, String what, Schema rows, BufferAllocator allocator, List<String> problems) {
    var outputs = model.signature().outputs();
    if (outputs.size() != 1) {
      problems.add(what + ": outputs " + outputs + " (expected: one, the label)");
      return Optional.empty();
    }
    return of(model, what, outputs.get(0), rows, allocator, problems);
  }

  private static Optional<RowFunction> of(
      OnnxModel model,
      String what,
      TensorSpec output,
      Schema rows,
      BufferAllocator allocator,
      List<String> problems) {
    int before = problems.size();
    if (output.datatype() == Datatype.BYTES) {
      problems.add(
          what + ": output " + output + " (expected: numbers or bool, for a judgement of 0 or 1)");
    }
    try (var none = VectorSchemaRoot.create(rows, allocator)) {
      none.setRowCount(0);
      new RowInputs(model.signature()).read(none, 0, 0);
    } catch (IllegalArgumentException e) {
      problems.add(what + ": " + e.getMessage());
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new RowFunction(new Predictor(model), what, output.name()));
  }

  /** The names of the raw columns that it looks at. */
  Set<String> columns() {
    return predictor.columns();
  }

  /** What messages call it. */
  String origin() {
    return origin;
  }

  /** Closes the graph; to be called on copies that arrived by serialisation, and on no others. */
  @Override
  public void close() {
    predictor.model().close();
  }

  /** A number for each row; NaN where the graph gives no answer. */
  double[] apply(VectorSchemaRoot rows) {
    var tensor = predictor.predict(rows, Set.of(output)).get(output);
    if (tensor.size() != rows.getRowCount()) {
      throw new IllegalStateException(
          origin
              + ": output '"
              + output
              + "': "
              + tensor
              + " (expected: one value for each of "
              + rows.getRowCount()
              + " rows)");
    }
    return numbers(tensor);
  }

  private static double[] numbers(Tensor tensor) {
    var numbers = new double[tensor.size()];
    if (tensor instanceof FloatTensor floats) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = floats.values()[i];
      }
    } else if (tensor instanceof DoubleTensor doubles) {
      return doubles.values();
    } else if (tensor instanceof Int64Tensor longs) {
      for (int i = 0; i < numbers.length; i++) {
        long value = longs.values()[i];
        numbers[i] = value == MissingValues.INT64 ? Double.NaN : value;
      }
    } else if (tensor instanceof Int32Tensor ints) {
      for (int i = 0; i < numbers.length; i++) {
        int value = ints.values()[i];
        numbers[i] = value == MissingValues.INT32 ? Double.NaN : value;
      }
    } else if (tensor instanceof BoolTensor bools) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = bools.values()[i] ? 1 : 0;
      }
    } else {
      throw new IllegalStateException(tensor + " passed the check of datatypes");
    }
    return numbers;
  }
}
