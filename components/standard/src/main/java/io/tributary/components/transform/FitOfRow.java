package io.tributary.components.transform;

import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Fits of one analyzer, of which each row uses one: the only one, or that of its key.
 *
 * @param index INT64 {@code [N, 1]}, which of several fits a row uses
 */
record FitOfRow<F extends Fit>(OnnxGraph graph, List<F> fits, Optional<String> index) {

  boolean any(Predicate<F> test) {
    return fits.stream().anyMatch(test);
  }

  boolean all(Predicate<F> test) {
    return fits.stream().allMatch(test);
  }

  /** DOUBLE: a number of the row's fit. */
  String number(ToDoubleFunction<F> number) {
    double[] values = fits.stream().mapToDouble(number).toArray();
    return index
        .map(rows -> graph.node("Gather", graph.vector(values), rows))
        .orElseGet(() -> graph.doubles(values));
  }

  /** INT64: a whole number of the row's fit. */
  String integer(Function<F, Long> number) {
    long[] values = fits.stream().mapToLong(number::apply).toArray();
    return index
        .map(rows -> graph.node("Gather", graph.vector(values), rows))
        .orElseGet(() -> graph.longs(values));
  }

  /**
   * DOUBLE: several numbers of the row's fit, side by side.
   *
   * @param width how many there are in each fit
   */
  String numbers(int width, Function<F, double[]> numbers) {
    var values = new double[fits.size() * width];
    for (int i = 0; i < fits.size(); i++) {
      System.arraycopy(numbers.apply(fits.get(i)), 0, values, i * width, width);
    }
    var table = graph.constant(OnnxTensor.doubles(new long[] {fits.size(), width}, values));
    return index
        .map(
            rows ->
                graph.node(
                    OnnxDomain.STANDARD,
                    "Reshape",
                    List.of(OnnxAttribute.ofInt("allowzero", 0)),
                    graph.node("Gather", table, rows),
                    graph.vector(-1, width)))
        .orElse(table);
  }
}
