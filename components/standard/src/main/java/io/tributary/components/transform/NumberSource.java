package io.tributary.components.transform;

import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.Tensor;
import java.io.Serializable;
import java.util.Optional;

/**
 * A number expression read without a graph, because no node of it computes: a raw column, with
 * missing values filled or left missing. Gives the bits that the graph gives: ONNX Runtime's choice
 * between two values makes 0 of −0.
 *
 * @param raw a column of numbers or integers
 * @param ifMissing NaN if missing values stay missing
 */
record NumberSource(Raw raw, double ifMissing) implements Serializable {

  /** The number at {@code position}; empty if only a graph can tell. */
  static Optional<NumberSource> of(Program program, int position) {
    var expression = program.at(position);
    if (expression instanceof Raw raw && raw.kind() == Raw.Kind.FLOAT) {
      return Optional.of(new NumberSource(raw, Double.NaN));
    } else if (expression instanceof Numbers.OfInteger integer) {
      return program.at(integer.operand()) instanceof Raw raw
          ? Optional.of(new NumberSource(raw, Double.NaN))
          : Optional.empty();
    } else if (expression instanceof Numbers.Fill fill) {
      double value = Emission.Precision.SINGLE.rounded(program, fill.value(), fill.operand());
      return of(program, fill.operand()).map(source -> source.filledWith(value));
    }
    return Optional.empty();
  }

  private NumberSource filledWith(double value) {
    return Double.isNaN(ifMissing) ? new NumberSource(raw, value + 0.0) : this;
  }

  /** The numbers of a batch, NaN where missing, of the raw column's values. */
  double[] of(Tensor values) {
    if (values instanceof FloatTensor floats) {
      return of(floats.values());
    } else if (values instanceof Int64Tensor integers) {
      return of(integers.values());
    }
    throw new IllegalStateException("numbers were read as " + values);
  }

  private double[] of(float[] values) {
    var numbers = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      numbers[i] = Math.abs(values[i]) <= Float.MAX_VALUE ? values[i] + 0.0 : ifMissing;
    }
    return numbers;
  }

  private double[] of(long[] values) {
    var numbers = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      numbers[i] = values[i] == Long.MIN_VALUE ? ifMissing : values[i];
    }
    return numbers;
  }
}
