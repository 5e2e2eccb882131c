package io.tributary.components.trainer;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

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
   * @throws ExecutionFailure if it is above {@link #TOLERANCE}
   */
  double verify(List<Feature> features, FittedModel model, FeatureMatrix all) {
    var rows = all.sample(MAX_ROWS);
    var expected = model.predict(rows);
    var actual = infer(ModelGraph.alone(features, model, task).bytes(), rows);
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double scale = task == Task.REGRESSION ? Math.max(1, Math.abs(expected[i])) : 1;
      double difference = Math.abs(actual[i] - expected[i]) / scale;
      if (!(difference <= TOLERANCE)) {
        throw new ExecutionFailure(
            Code.FAILED_PRECONDITION,
            new Explanation(
                where + " > ONNX graph",
                actual[i] + " for a row for which the fitted model itself says " + expected[i],
                "equal within " + TOLERANCE,
                "this is an error in the algorithm's export to ONNX: report it, and train another"
                    + " algorithm meanwhile"));
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  private float[] infer(byte[] graph, FeatureMatrix rows) {
    var inputs = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < rows.columns().size(); i++) {
      inputs.put(ModelGraph.feature(i), tensor(rows.columns().get(i)));
    }
    var output = ModelGraph.outputs(task).get(0);
    try (var onnx = OnnxModel.of(graph, where + " > ONNX graph")) {
      return onnx.infer(inputs, Set.of(output)).floats(output);
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
