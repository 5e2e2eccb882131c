package io.tributary.components.trainer;

import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ONNX graph of a fitted model alone; inputs are called as the features. */
public final class Exported implements AutoCloseable {
  private final OnnxModel onnx;

  public Exported(FittedModel model, FeatureMatrix features) {
    onnx = OnnxModel.of(graph(model, features), "exported");
  }

  public static byte[] graph(FittedModel model, FeatureMatrix features) {
    return ModelGraph.alone(features.columns(), model).bytes();
  }

  /** The graph with the outputs of the task. */
  public static byte[] outputs(FittedModel model, FeatureMatrix features, Labels labels) {
    return ModelGraph.withOutputs(features.columns(), model, labels).bytes();
  }

  /** Predictions row by row. */
  public float[] predict(Map<String, Tensor> inputs) {
    return onnx.infer(inputs).floats(ModelGraph.PREDICTIONS);
  }

  public float[] predict(FeatureMatrix features) {
    return predict(tensors(features, 0, features.rows()));
  }

  /** Predicts in batches of {@code rows} rows. */
  public float[] predict(FeatureMatrix features, int rows) {
    var predictions = new float[0];
    for (int from = 0; from < features.rows(); from += rows) {
      var batch = predict(tensors(features, from, Math.min(from + rows, features.rows())));
      int done = predictions.length;
      predictions = Arrays.copyOf(predictions, done + batch.length);
      System.arraycopy(batch, 0, predictions, done, batch.length);
    }
    return predictions;
  }

  public static Map<String, Tensor> tensors(FeatureMatrix features, int from, int to) {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var column : features.columns()) {
      if (column instanceof FeatureColumn.Ids ids) {
        tensors.put(
            ids.name(),
            Int64Tensor.column(Arrays.stream(ids.values(), from, to).asLongStream().toArray()));
      } else {
        tensors.put(
            column.name(),
            FloatTensor.column(
                Arrays.copyOfRange(((FeatureColumn.Numbers) column).values(), from, to)));
      }
    }
    return tensors;
  }

  @Override
  public void close() {
    onnx.close();
  }
}
