package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * The metrics of predictions that are in memory: those that an Evaluator computes of the same
 * numbers.
 *
 * @param evaluation its task, and what it measures besides; slices, weights and requirements are
 *     not looked at
 * @param names of the classes or labels, in the order of the predictions; none for other tasks
 */
public record PredictionMetrics(Evaluation evaluation, List<String> names) {
  public PredictionMetrics {
    requireNonNull(evaluation, "evaluation");
    names = List.copyOf(names);
    if (evaluation.task() instanceof Task.Ranking) {
      throw new IllegalArgumentException(
          "task: ranking (expected: one without queries); evaluate a table instead");
    }
  }

  /**
   * Computes them.
   *
   * @param labels row by row: 0 or 1 of each label, the number of the class (that of classes for
   *     one that is none of them), or the number itself
   * @param predictions row by row: the probability of each class or label, or the number
   * @return in the order of the task; NaN where a metric is undefined
   */
  public Map<Metric, Double> of(double[] labels, double[] predictions) {
    return figures(
        Yardstick.of(evaluation.task(), names, evaluation.metrics()), labels, predictions);
  }

  private <T extends Tally<T>> Map<Metric, Double> figures(
      Yardstick<T> yardstick, double[] labels, double[] predictions) {
    int width = evaluation.task() instanceof Task.Multilabel ? names.size() : 1;
    var judged = new Tally.Judged(labels, width, null, null);
    var tally = yardstick.tally();
    for (int row = 0; row < labels.length / width; row++) {
      tally.add(judged, predictions, row);
    }
    return tally.figures();
  }
}
