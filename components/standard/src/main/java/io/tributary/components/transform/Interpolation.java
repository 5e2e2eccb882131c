package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.transform.Expression.Analyzer;
import io.tributary.components.transform.Numbers.OfOne;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where numbers lie between ascending bounds: 0 at the first and below, 1 at the last and above, at
 * equal distances at those between, and linear from one to the next (tf.Transform's
 * apply_buckets_with_interpolation). Missing numbers stay missing.
 */
final class Interpolation {
  private Interpolation() {}

  /** Between given bounds. */
  record Given(int operand, List<Double> bounds) implements OfOne {
    public Given {
      bounds = List.copyOf(bounds);
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0)
          + bounds.stream()
              .map(Literal::of)
              .collect(Collectors.joining(", ", ".interpolate(", ")"));
    }

    @Override
    public String emit(Emission e) {
      return between(
          e, operand, bounds.stream().mapToDouble(bound -> e.rounded(bound, operand)).toArray());
    }
  }

  /** Between bounds that cut the analyzed rows into equal parts. */
  record Fitted(int operand, int buckets) implements Analyzer {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public Gathering gathering() {
      return Gathering.ofNumber(Statistic.Kind.VALUES, operand, Optional.empty());
    }

    @Override
    public Fit fit(Statistic gathered) {
      return new Fit.Boundaries(((ValuesStatistic) gathered).boundaries(buckets));
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".interpolate(" + buckets + ")";
    }

    @Override
    public String emit(Emission e) {
      return between(e, operand, e.fitted().fit(this, Fit.Boundaries.class).toArray());
    }
  }

  private static String between(Emission e, int operand, double[] bounds) {
    var graph = e.graph();
    var x = e.tensor(operand);
    if (bounds.length < 2) {
      double only = bounds.length == 0 ? Double.NEGATIVE_INFINITY : bounds[0];
      var reached = graph.node("GreaterOrEqual", x, graph.doubles(only));
      var share = graph.node("Where", reached, graph.doubles(1), graph.doubles(0));
      return e.wherePresent(operand, share, e.missingNumber());
    }
    int segments = bounds.length - 1;
    double[] widths = new double[segments];
    Arrays.setAll(widths, i -> bounds[i + 1] - bounds[i]);
    double[] inner = Arrays.copyOfRange(bounds, 1, segments);
    var segment = Ids.bucket(e, operand, graph.doubles(inner), inner.length, 0);
    var above = graph.node("Sub", x, graph.node("Gather", graph.vector(bounds), segment));
    var share = graph.node("Div", above, graph.node("Gather", graph.vector(widths), segment));
    var position =
        graph.node("Add", graph.cast(segment, DataType.DOUBLE), Numbers.clipped(e, share, 0, 1));
    return graph.node("Div", position, graph.doubles(segments));
  }
}
