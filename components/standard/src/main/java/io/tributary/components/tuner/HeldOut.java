package io.tributary.components.tuner;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.trainer.Labels;
import io.tributary.components.transform.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels that trials are judged by.
 *
 * @param where what messages call the node
 */
record HeldOut(String where, String split, Labels labels) {

  /** Fails where the labels leave a metric undefined, whatever a model predicts. */
  void requireDefined(Metric metric, Score ofConstant) {
    int rows = labels.values().length / labels.names().size();
    var absent = absent(rows);
    if (!Double.isNaN(ofConstant.value()) || absent.isEmpty()) {
      return;
    }
    throw new ExecutionFailure(
        Code.FAILED_PRECONDITION,
        new Explanation(
            where + " > split '" + split + "' > label",
            "none of its "
                + rows
                + " rows is "
                + String.join(" or ", absent)
                + ", so that there is no "
                + metric.key(),
            "rows of every kind to judge by",
            "give more rows, name another split, or choose another metric, such as log_loss"));
  }

  private List<String> absent(int rows) {
    var counts = labels.counts();
    var absent = new ArrayList<String>();
    for (int i = 0; i < counts.length; i++) {
      var name =
          labels.task() == Task.MULTICLASS_CLASSIFICATION
              ? "of class '" + labels.classes().get(i) + "'"
              : labels.names().get(i) + " 1";
      if (counts[i] == 0) {
        absent.add(name);
      } else if (counts[i] == rows && labels.task() != Task.MULTICLASS_CLASSIFICATION) {
        absent.add(labels.names().get(i) + " 0");
      }
    }
    return absent;
  }
}
