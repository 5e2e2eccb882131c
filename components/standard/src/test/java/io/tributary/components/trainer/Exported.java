package io.tributary.components.trainer;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Tensor;
import java.util.ArrayList;
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
    var graph = OnnxGraph.named("exported");
    var tensors = new ArrayList<String>();
    for (var column : features.columns()) {
      tensors.add(
          graph.input(
              column.name(),
              column instanceof FeatureColumn.Ids ? DataType.INT64 : DataType.FLOAT));
    }
    graph.output("probability", model.appendTo(graph, tensors), DataType.FLOAT);
    return graph.bytes();
  }

  public float[] predict(Map<String, Tensor> inputs) {
    return onnx.infer(inputs).floats("probability");
  }

  public float[] predict(FeatureMatrix features) {
    return predict(tensors(features, 0, features.rows()));
  }

  /** Predicts in batches of {@code rows} rows. */
  public float[] predict(FeatureMatrix features, int rows) {
    var predictions = new float[features.rows()];
    for (int from = 0; from < predictions.length; from += rows) {
      int to = Math.min(from + rows, predictions.length);
      System.arraycopy(predict(tensors(features, from, to)), 0, predictions, from, to - from);
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
