package io.tributary.components.trainer;

import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.ModelOutput;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Tensor;
import io.tributary.serving.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ONNX graph of a fitted model alone; inputs are called as the features. */
public final class Exported implements AutoCloseable {
  private final OnnxModel onnx;

  public Exported(FittedModel model, FeatureMatrix features) {
    onnx = OnnxModel.of(graph(model, features), "exported");
  }

  /** The graph that explains, too. */
  public Exported(ExplainedModel model, FeatureMatrix features) {
    onnx = OnnxModel.of(ModelGraph.alone(features.columns(), model).bytes(), "explained");
  }

  public static byte[] graph(FittedModel model, FeatureMatrix features) {
    return ModelGraph.alone(features.columns(), model).bytes();
  }

  /** The graph with the outputs of the task. */
  public static byte[] outputs(FittedModel model, FeatureMatrix features, Labels labels) {
    return outputs(model, Optional.empty(), features, labels);
  }

  /** The graph with the outputs of the task, and contributions. */
  public static byte[] explained(FittedModel model, TrainingData data) {
    return outputs(model, Optional.of(model.explained(data)), data.features(), data.labels());
  }

  private static byte[] outputs(
      FittedModel model,
      Optional<ExplainedModel> explained,
      FeatureMatrix features,
      Labels labels) {
    var graph = OnnxGraph.named("model");
    var tensors = ModelGraph.inputs(graph, features.columns());
    var names = features.columns().stream().map(FeatureColumn::name).toList();
    ModelGraph.append(graph, tensors, model, explained, labels, names);
    return graph.bytes();
  }

  /** What features contribute to predictions, row by row. */
  public float[] contributions(FeatureMatrix features) {
    return contributions(tensors(features, 0, features.rows()));
  }

  /** What features contribute to predictions, row by row. */
  public float[] contributions(Map<String, Tensor> inputs) {
    return onnx.infer(inputs).floats(ModelOutput.CONTRIBUTIONS.outputName());
  }

  /** What predictions are made of, row by row. */
  public double[] scores(FeatureMatrix features) {
    var answers = infer(features, 0, features.rows());
    return ((DoubleTensor) answers.get(ModelGraph.SCORES)).values();
  }

  private Tensors infer(FeatureMatrix features, int from, int to) {
    return onnx.infer(tensors(features, from, to));
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
    return inBatches(features, rows, ModelGraph.PREDICTIONS);
  }

  /** Explains in batches of {@code rows} rows. */
  public float[] contributions(FeatureMatrix features, int rows) {
    return inBatches(features, rows, ModelOutput.CONTRIBUTIONS.outputName());
  }

  private float[] inBatches(FeatureMatrix features, int rows, String output) {
    var all = new float[0];
    for (int from = 0; from < features.rows(); from += rows) {
      var batch = infer(features, from, Math.min(from + rows, features.rows())).floats(output);
      int done = all.length;
      all = Arrays.copyOf(all, done + batch.length);
      System.arraycopy(batch, 0, all, done, batch.length);
    }
    return all;
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
