package io.tributary.tribuo;

import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.ExplainedModel;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import io.tributary.components.trainer.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A fitted linear model: for each prediction a bias and a weight for each feature.
 *
 * @param weights for each prediction a weight for each feature of the layout
 */
record LinearModel(
    NativeModel<?> model,
    double[] biases,
    double[][] weights,
    Link link,
    ModelDescription description)
    implements FittedModel {

  /**
   * A model of Tribuo's weights.
   *
   * @param rows for each prediction a weight for each feature of the layout, and the bias last
   */
  static LinearModel of(
      NativeModel<?> model, double[][] rows, Link link, ModelDescription description) {
    int size = model.layout().size();
    return new LinearModel(
        model,
        Arrays.stream(rows).mapToDouble(row -> row[size]).toArray(),
        Arrays.stream(rows).map(row -> Arrays.copyOf(row, size)).toArray(double[][]::new),
        link,
        description);
  }

  @Override
  public double[] predict(FeatureMatrix features) {
    return model.predict(features);
  }

  @Override
  public String appendTo(OnnxGraph graph, List<String> features) {
    var terms = new FeatureTerms(graph, model.layout(), features, biases.length);
    return link.append(graph, terms.sum(biases, terms.terms(weights)));
  }

  /** A feature contributes what it adds: its weight times itself, or the weight of its id. */
  @Override
  public ExplainedModel explained(TrainingData data) {
    return (graph, features) -> {
      var terms = new FeatureTerms(graph, model.layout(), features, biases.length);
      var added = terms.terms(weights);
      var sums = terms.sum(biases, added);
      var contributions = terms.contributions(terms.stacked(added), biases, sums);
      return new ExplainedModel.Appended(
          link.append(graph, sums), List.of(sums), terms.flat(contributions, biases.length));
    };
  }

  @Override
  public void save(Path directory) throws IOException {
    model.save(directory);
  }

  @Override
  public ModelDescription describe() {
    return description;
  }
}
