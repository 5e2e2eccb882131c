package io.tributary.components.tuner;

import io.tributary.components.trainer.Labels;
import io.tributary.components.transform.Task;
import java.util.Arrays;

/**
 * What is told of every row by somebody who knows no feature: how frequent each class or label is
 * in the rows that were learned from, or the mean of the numbers.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Constant(double[] values) {

  /** Of labels that somebody else has found to differ. */
  static Constant of(Labels labels) {
    var sums = new double[labels.outputs()];
    for (int i = 0; i < labels.values().length; i++) {
      if (labels.task() == Task.MULTICLASS_CLASSIFICATION) {
        sums[(int) labels.values()[i]]++;
      } else {
        sums[i % sums.length] += labels.values()[i];
      }
    }
    int rows = labels.values().length / labels.names().size();
    return new Constant(Arrays.stream(sums).map(sum -> sum / rows).toArray());
  }

  /** Row by row. */
  double[] predictions(int rows) {
    var predictions = new double[rows * values.length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, 0, predictions, row * values.length, values.length);
    }
    return predictions;
  }
}
