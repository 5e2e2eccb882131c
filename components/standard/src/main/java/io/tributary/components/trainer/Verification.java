package io.tributary.components.trainer;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OpenGraph;
import io.tributary.components.transform.ModelOutput;
import io.tributary.components.transform.Task;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds the ONNX form of a model against its native form, so that an error of the export cannot
 * reach anybody.
 */
final class Verification {
  /** Rows that are compared at most, evenly spaced over the training rows. */
  static final int MAX_ROWS = 2048;

  /** Rows that are asked for one by one. */
  private static final int ROWS_ALONE = 32;

  /** The largest difference of two probabilities, or of two values relative to their size. */
  static final double TOLERANCE = 1e-6;

  private final String where;
  private final Task task;
  private final Path scratch;

  /**
   * A verification.
   *
   * @param where what messages call the model
   * @param scratch a folder for models that are too large to be opened from memory
   */
  Verification(String where, Task task, Path scratch) {
    this.where = where;
    this.task = task;
    this.scratch = scratch;
  }

  /**
   * Compares the predictions for some of the rows.
   *
   * @return the largest difference
   * @throws ExecutionFailure if it is above {@link #TOLERANCE}, or if the model predicts something
   *     that is no finite number
   */
  double verify(FittedModel model, FeatureMatrix all) throws IOException {
    var rows = all.sample(MAX_ROWS);
    var expected = expected(model, rows);
    try (var onnx = open(ModelGraph.alone(rows.columns(), model))) {
      return compare(expected, infer(onnx, rows), rows.rows());
    }
  }

  /**
   * The same, and whether contributions add up to the scores that predictions are made of.
   *
   * @return the largest difference of predictions
   * @throws ExecutionFailure also if a sum of contributions is further from its score than {@link
   *     #TOLERANCE} of their absolute values together, or of 1
   */
  double verify(FittedModel model, ExplainedModel explained, FeatureMatrix all) throws IOException {
    var rows = all.sample(MAX_ROWS);
    var expected = expected(model, rows);
    try (var onnx = open(ModelGraph.alone(rows.columns(), explained))) {
      var answers = onnx.model().infer(inputs(rows));
      double largest = compare(expected, answers.floats(ModelGraph.PREDICTIONS), rows.rows());
      addUp(
          answers.floats(ModelOutput.CONTRIBUTIONS.outputName()),
          ((DoubleTensor) answers.get(ModelGraph.SCORES)).values(),
          rows.columns().size() + 1);
      return largest;
    }
  }

  private void addUp(float[] contributions, double[] scores, int width) {
    if (contributions.length != scores.length * width) {
      throw wrong(
          contributions.length + " contributions to " + scores.length + " scores",
          width + " to each");
    }
    for (int i = 0; i < scores.length; i++) {
      double sum = 0;
      double size = 1;
      for (int at = i * width; at < (i + 1) * width; at++) {
        sum += contributions[at];
        size += Math.abs(contributions[at]);
      }
      if (!(Math.abs(sum - scores[i]) <= TOLERANCE * size)) {
        throw wrong(
            "contributions that add up to " + sum + " where the score is " + scores[i],
            "equal within " + TOLERANCE + " of their size");
      }
    }
  }

  private double[] expected(FittedModel model, FeatureMatrix rows) {
    var expected = model.predict(rows);
    requireFinite(expected);
    return expected;
  }

  private double compare(double[] expected, float[] actual, int rows) {
    if (actual.length != expected.length) {
      throw wrong(actual.length + " predictions for " + rows + " rows", "" + expected.length);
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = difference(actual[i], expected[i]);
      if (!(difference <= TOLERANCE)) {
        throw wrong(
            actual[i] + " for a row for which the fitted model itself says " + expected[i],
            "equal within " + TOLERANCE);
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  /**
   * Compares the predictions for a few rows, asked for one by one, with those for all of them at
   * once.
   *
   * @return the largest difference
   * @throws ExecutionFailure if it is above {@link #TOLERANCE}
   */
  double verifyAlone(FittedModel model, FeatureMatrix all) throws IOException {
    var rows = all.sample(ROWS_ALONE);
    double largest = 0;
    try (var onnx = open(ModelGraph.alone(rows.columns(), model))) {
      var together = infer(onnx, rows);
      int width = together.length / rows.rows();
      for (int row = 0; row < rows.rows(); row++) {
        var alone = infer(onnx, rows.rows(row));
        for (int i = 0; i < width; i++) {
          double difference = difference(alone[i], together[row * width + i]);
          if (!(difference <= TOLERANCE)) {
            throw new ExecutionFailure(
                Code.INVALID_DATA,
                new Explanation(
                    where + " > ONNX graph",
                    alone[i]
                        + " for a row for which it says "
                        + together[row * width + i]
                        + " when there are others in the batch",
                    "the same within " + TOLERANCE,
                    "export a graph that looks at each row alone"));
          }
          largest = Math.max(largest, difference);
        }
      }
    }
    return largest;
  }

  private double difference(double actual, double expected) {
    return Math.abs(actual - expected) / scale(expected);
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

  private OpenGraph open(OnnxGraph graph) throws IOException {
    return graph.open(scratch, where + " > ONNX graph");
  }

  private static float[] infer(OpenGraph onnx, FeatureMatrix rows) {
    return onnx.model().infer(inputs(rows)).floats(ModelGraph.PREDICTIONS);
  }

  private static Map<String, Tensor> inputs(FeatureMatrix rows) {
    var inputs = new LinkedHashMap<String, Tensor>();
    rows.columns().forEach(column -> inputs.put(column.name(), column.tensor()));
    return inputs;
  }
}
