package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** How the predictions of a task are tallied. Immutable and thread-safe. */
interface Yardstick<T extends Tally<T>> extends Serializable {

  T tally();

  T decode(DataInput in) throws IOException;

  /**
   * That of a task.
   *
   * @param names of the classes or labels, in the order of the model's probabilities
   * @param asked metrics that are computed besides the task's
   */
  static Yardstick<?> of(Task task, List<String> names, List<Metric> asked) {
    if (task instanceof Task.Binary binary) {
      return new BinaryYardstick(binary.decisionThreshold(), asked);
    } else if (task instanceof Task.Multiclass) {
      return new ClassYardstick(names, asked);
    } else if (task instanceof Task.Multilabel multilabel) {
      return new LabelYardstick(names, multilabel.decisionThreshold());
    } else if (task instanceof Task.Regression) {
      return new RegressionYardstick();
    } else if (task instanceof Task.Ranking) {
      return new RankingYardstick(asked);
    }
    throw new IllegalStateException(task + " is no task");
  }
}
