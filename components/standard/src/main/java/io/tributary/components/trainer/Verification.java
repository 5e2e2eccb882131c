package io.tributary.components.trainer;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Tensor;
import java.util.LinkedHashMap;

/**
 * Holds the ONNX form of a model against its native form, so that an error of the export cannot
 * reach anybody.
 */
final class Verification {
  /** Rows that are compared at most, evenly spaced over the training rows. */
  static final int MAX_ROWS = 2048;

  /** The largest difference of two probabilities, or of two values relative to their size. */
  static final double TOLERANCE = 1e-6;

  private final String where;
  private final Task task;

  /**
   * A verification.
   *
   * @param where what messages call the model
   */
  Verification(String where, Task task) {
    this.where = where;
    this.task = task;
  }

  /**
   * Compares the predictions for some of the rows.
   *
   * @return the largest difference
   * @throws ExecutionFailure if it is above {@link #TOLERANCE}, or if the model predicts something
   *     that is no finite number
   */
  double verify(FittedModel model, FeatureMatrix all) {
    var rows = all.sample(MAX_ROWS);
    var expected = model.predict(rows);
    requireFinite(expected);
    var actual = infer(ModelGraph.alone(rows.columns(), model).bytes(), rows);
    if (actual.length != expected.length) {
      throw wrong(
          actual.length + " predictions for " + rows.rows() + " rows", "" + expected.length);
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]) / scale(expected[i]);
      if (!(difference <= TOLERANCE)) {
        throw wrong(
            actual[i] + " for a row for which the fitted model itself says " + expected[i],
            "equal within " + TOLERANCE);
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  private double scale(double expected) {
    return switch (task) {
      case REGRESSION, CLUSTERING -> Math.max(1, Math.abs(expected));
      case BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION, MULTILABEL_CLASSIFICATION -> 1;
    };
  }

  private void requireFinite(double[] predictions) {
    for (double prediction : predictions) {
      if (!(Math.abs(prediction) <= Float.MAX_VALUE)) {
        throw new ExecutionFailure(
            Code.FAILED_PRECONDITION,
            new Explanation(
                where + " > model",
                "predicts " + prediction + " for a row it was trained on: training has diverged",
                "finite numbers",
                "scale the numbers with zScore(), or choose a smaller learning rate"));
      }
    }
  }

  private ExecutionFailure wrong(String value, String expected) {
    return new ExecutionFailure(
        Code.FAILED_PRECONDITION,
        new Explanation(
            where + " > ONNX graph",
            value,
            expected,
            "this is an error in the algorithm's export to ONNX: report it, and train another"
                + " algorithm meanwhile"));
  }

  private float[] infer(byte[] graph, FeatureMatrix rows) {
    var inputs = new LinkedHashMap<String, Tensor>();
    for (var column : rows.columns()) {
      inputs.put(column.name(), tensor(column));
    }
    try (var onnx = OnnxModel.of(graph, where + " > ONNX graph")) {
      return onnx.infer(inputs).floats(ModelGraph.PREDICTIONS);
    }
  }

  private static Tensor tensor(FeatureColumn column) {
    if (column instanceof FeatureColumn.Numbers numbers) {
      return FloatTensor.column(numbers.values());
    }
    var ids = ((FeatureColumn.Ids) column).values();
    var longs = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      longs[i] = ids[i];
    }
    return Int64Tensor.column(longs);
  }
}
