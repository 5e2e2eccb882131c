package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** How the predictions of a task are tallied. Immutable and thread-safe. */
interface Yardstick<T extends Tally<T>> extends Serializable {

  T tally();

  T decode(DataInput in) throws IOException;

  /** How many sums over rows are kept of a group of rows. */
  int sums();

  /** Adds a row to the sums of its group. */
  void add(double[] sums, Tally.Judged judged, double[] outputs, int row);

  /** The metrics that follow from sums, exactly or nearly; no counts. */
  Map<Metric, Double> figures(double[] sums);

  /**
   * The sums of each group of rows, once all have been seen.
   *
   * @param found what was added row by row
   */
  default Groups grouped(T tally, Groups found, Confidence confidence) {
    return found;
  }

  /**
   * That of a task.
   *
   * @param names of the classes or labels, in the order of the model's probabilities
   * @param asked metrics that are computed besides the task's
   */
  static Yardstick<?> of(Task task, List<String> names, List<Metric> asked) {
    if (task instanceof Task.Binary binary) {
      return BinaryYardstick.of(binary.decisionThreshold(), asked);
    } else if (task instanceof Task.Multiclass) {
      return ClassYardstick.of(names, asked);
    } else if (task instanceof Task.Multilabel multilabel) {
      return LabelYardstick.of(names, multilabel.decisionThreshold());
    } else if (task instanceof Task.Regression) {
      return new RegressionYardstick();
    } else if (task instanceof Task.Ranking) {
      return new RankingYardstick(asked);
    }
    throw new IllegalStateException(task + " is no task");
  }
}
