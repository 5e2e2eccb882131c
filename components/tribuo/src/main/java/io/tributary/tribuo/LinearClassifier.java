package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tribuo.Tribuo;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;

/**
 * A fitted logistic regression.
 *
 * <p>In ONNX it is a bias and one addition after the other, each of a weight times a number or of
 * the weight that an id selects. That keeps the order of additions the same for every batch size,
 * which a sum over a row or a matrix product does not. The sum is taken in double precision, as
 * Tribuo does: in single precision large values that cancel each other out would show.
 */
final class LinearClassifier implements FittedModel {
  private final NativeModel model;
  private final List<FeatureColumn> columns;
  private final Map<String, Object> hyperParameters;
  private final double[] weights;
  private final double bias;

  LinearClassifier(
      LinearSGDModel fitted,
      MatrixDataset dataset,
      List<FeatureColumn> columns,
      Map<String, Object> hyperParameters) {
    this.model = new NativeModel(fitted, dataset.layout());
    this.columns = columns;
    this.hyperParameters = hyperParameters;
    var matrix = fitted.getWeightsCopy();
    int positive = fitted.getOutputIDInfo().getID(new Label(MatrixDataset.POSITIVE));
    int negative = fitted.getOutputIDInfo().getID(new Label(MatrixDataset.NEGATIVE));
    int size = dataset.layout().size();
    weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = matrix.get(positive, i) - matrix.get(negative, i);
    }
    bias = matrix.get(positive, size) - matrix.get(negative, size);
  }

  @Override
  public double[] predict(FeatureMatrix features) {
    return model.predict(features);
  }

  @Override
  public String appendTo(OnnxGraph graph, List<String> features) {
    var layout = model.layout();
    var sum = graph.doubles(bias);
    for (int i = 0; i < layout.columns(); i++) {
      var feature = features.get(i);
      sum =
          graph.node(
              "Add",
              sum,
              columns.get(i) instanceof FeatureColumn.Ids ids
                  ? selectedWeight(graph, feature, i, ids.size())
                  : graph.node(
                      "Mul",
                      graph.cast(feature, DataType.DOUBLE),
                      graph.doubles(weights[layout.ofNumber(i)])));
    }
    return graph.node("Sigmoid", graph.cast(sum, DataType.FLOAT));
  }

  /** Looks the weight up; one more entry, 0, is for all ids out of range. */
  private String selectedWeight(OnnxGraph graph, String ids, int column, int size) {
    var table = new double[size + 1];
    for (int id = 0; id < size; id++) {
      int index = model.layout().ofId(column, id);
      table[id] = index < 0 ? 0 : weights[index];
    }
    var known =
        graph.node(
            "Clip",
            ids,
            graph.constant(OnnxTensor.longs(new long[0], -1)),
            graph.constant(OnnxTensor.longs(new long[0], size)));
    return graph.node(OnnxDomain.STANDARD, "Gather", List.of(), graph.doubles(table), known);
  }

  @Override
  public void save(Path directory) throws IOException {
    model.save(directory);
  }

  @Override
  public ModelDescription describe() {
    return new ModelDescription(
        "logistic regression",
        "Tribuo " + Tribuo.VERSION,
        hyperParameters,
        Map.of("weights", weights.length + 1));
  }
}
