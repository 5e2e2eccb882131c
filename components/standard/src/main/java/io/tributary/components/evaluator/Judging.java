package io.tributary.components.evaluator;

import io.tributary.api.data.Aggregation;
import java.io.IOException;
import java.util.List;

/** An evaluation of rows, wherever these lie. */
final class Judging {
  private final Evaluation evaluation;
  private final Rows rows;

  Judging(Evaluation evaluation, Rows rows) {
    this.evaluation = evaluation;
    this.rows = rows;
  }

  /** Rows that can be passed over as often as needed. */
  interface Rows {
    <A, R> R aggregate(Aggregation<A, R> aggregation) throws IOException;
  }

  /**
   * What was found.
   *
   * @param names of classes or labels
   */
  EvaluationResult of(List<String> names, EvaluationPass.Inputs inputs) throws IOException {
    return withCustoms(
        Yardstick.of(evaluation.task(), names, evaluation.metrics()),
        inputs,
        Math.max(1, names.size()));
  }

  private <T extends Tally<T>> EvaluationResult withCustoms(
      Yardstick<T> yardstick, EvaluationPass.Inputs inputs, int predictions) throws IOException {
    return evaluation.customs().isEmpty()
        ? of(yardstick, inputs)
        : of(
            new CustomYardstick<>(
                yardstick, evaluation.customs(), inputs.labelWidth(), predictions),
            inputs);
  }

  private <T extends Tally<T>> EvaluationResult of(
      Yardstick<T> yardstick, EvaluationPass.Inputs inputs) throws IOException {
    var quantiles = Boundaries.pass(evaluation);
    var boundaries = quantiles.isEmpty() ? Boundaries.NONE : rows.aggregate(quantiles.get());
    try (var pass = new EvaluationPass<>(evaluation, yardstick, boundaries, inputs)) {
      return EvaluationResult.of(evaluation, rows.aggregate(pass));
    }
  }
}
