package io.tributary.components.evaluator;

import io.tributary.components.onnx.RowColumns;
import io.tributary.serving.BoolTensor;
import io.tributary.serving.BytesTensor;
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
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Outputs of a graph, side by side. Whoever opened the graph closes it; a copy that arrived by
 * serialisation has opened a graph of its own.
 */
final class GraphValues implements RowValues {
  private static final long serialVersionUID = 1L;

  private final Predictor predictor;
  private final String origin;
  private final List<String> outputs;
  private final int width;
  private final ClassNumbers classes;

  private GraphValues(
      Predictor predictor, String origin, List<String> outputs, int width, ClassNumbers classes) {
    this.predictor = predictor;
    this.origin = origin;
    this.outputs = outputs;
    this.width = width;
    this.classes = classes;
  }

  /**
   * What is wanted of a graph.
   *
   * @param what messages call it
   * @param outputs that together give the numbers of a row, in this order
   * @param width how many numbers a row has
   * @param classes names that texts are numbered by; empty if there shall be no texts
   * @param meaning what the numbers are, for messages
   */
  record Wanted(
      String what, List<String> outputs, int width, List<String> classes, String meaning) {}

  /** Those outputs; what keeps them from being used goes to {@code problems}. */
  static Optional<RowValues> of(
      OnnxModel model, Wanted wanted, RowColumns rows, List<String> problems) throws IOException {
    int before = problems.size();
    for (var name : wanted.outputs) {
      check(model, wanted, name, problems);
    }
    try {
      rows.problem(new RowInputs(model.signature()))
          .ifPresent(problem -> problems.add(wanted.what + ": " + problem));
    } catch (IllegalArgumentException e) {
      problems.add(wanted.what + ": " + e.getMessage());
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(
            new GraphValues(
                new Predictor(model),
                wanted.what,
                wanted.outputs,
                wanted.width,
                new ClassNumbers(wanted.classes)));
  }

  private static void check(OnnxModel model, Wanted wanted, String name, List<String> problems) {
    var output = model.signature().output(name);
    if (output.isEmpty()) {
      problems.add(
          wanted.what
              + ": no output '"
              + name
              + "' among "
              + model.signature().outputs()
              + " (expected: "
              + wanted.meaning
              + ")");
    } else if ((output.get().datatype() == Datatype.BYTES) == wanted.classes.isEmpty()) {
      problems.add(
          wanted.what + ": output " + output.get() + " (expected: " + wanted.meaning + ")");
    }
  }

  @Override
  public Set<String> columns() {
    return predictor.columns();
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public void close() {
    predictor.model().close();
  }

  @Override
  public double[] apply(VectorSchemaRoot rows) {
    var tensors = predictor.predict(rows, new LinkedHashSet<>(outputs));
    int wide = width / outputs.size();
    var values = new double[rows.getRowCount() * width];
    for (int i = 0; i < outputs.size(); i++) {
      var tensor = tensors.get(outputs.get(i));
      if (tensor.size() != rows.getRowCount() * wide) {
        throw new IllegalStateException(
            origin
                + ": output '"
                + outputs.get(i)
                + "': "
                + tensor
                + " (expected: "
                + wide
                + " values for each of "
                + rows.getRowCount()
                + " rows)");
      }
      var numbers = numbers(tensor);
      if (outputs.size() == 1) {
        return numbers;
      }
      for (int at = 0; at < numbers.length; at++) {
        values[at / wide * width + i * wide + at % wide] = numbers[at];
      }
    }
    return values;
  }

  private double[] numbers(Tensor tensor) {
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
    } else if (tensor instanceof BytesTensor texts) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = classes.of(texts.bytes(i));
      }
    } else {
      throw new IllegalStateException(tensor + " passed the check of datatypes");
    }
    return numbers;
  }
}
