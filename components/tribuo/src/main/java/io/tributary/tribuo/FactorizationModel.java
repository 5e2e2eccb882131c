package io.tributary.tribuo;

import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A fitted factorization machine (Rendle 2010): to the weighted sum of a linear model it adds, for
 * each pair of features, their product times the scalar product of their factors. The sum over all
 * pairs is ½ Σ_f ((Σ_i v_fi x_i)² − Σ_i (v_fi x_i)²).
 *
 * @param biases one for each output of Tribuo
 * @param weights for each output of Tribuo a weight for each feature of the layout
 * @param factors for each factor, output by output, a number for each feature of the layout
 * @param binary whether two outputs, of class 0 and class 1, are one prediction
 */
record FactorizationModel(
    NativeModel<?> model,
    double[] biases,
    double[][] weights,
    double[][] factors,
    boolean binary,
    Link link,
    ModelDescription description)
    implements FittedModel {

  @Override
  public double[] predict(FeatureMatrix features) {
    return model.predict(features);
  }

  @Override
  public String appendTo(OnnxGraph graph, List<String> features) {
    var terms = new FeatureTerms(graph, model.layout(), features);
    var sums = terms.sum(biases, weights);
    var parts = graph.split(pairs(graph, terms), factors.length / biases.length, biases.length);
    var pairs = parts.get(0);
    for (var part : parts.subList(1, parts.size())) {
      pairs = graph.node("Add", pairs, part);
    }
    sums = graph.node("Add", sums, graph.node("Mul", graph.doubles(0.5), pairs));
    if (binary) {
      var classes = graph.split(sums, 2, 1);
      sums = graph.node("Sub", classes.get(1), classes.get(0));
    }
    return link.append(graph, sums);
  }

  /** Twice what pairs of features add, factor by factor: DOUBLE {@code [N, factors * outputs]}. */
  private String pairs(OnnxGraph graph, FeatureTerms terms) {
    var sum = "";
    var squares = "";
    for (int column : model.layout().order()) {
      var term = terms.term(column, factors);
      var square = graph.node("Mul", term, term);
      sum = sum.isEmpty() ? term : graph.node("Add", sum, term);
      squares = squares.isEmpty() ? square : graph.node("Add", squares, square);
    }
    return graph.node("Sub", graph.node("Mul", sum, sum), squares);
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
