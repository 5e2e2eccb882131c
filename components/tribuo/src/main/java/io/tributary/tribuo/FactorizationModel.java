package io.tributary.tribuo;

import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.ExplainedModel;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import io.tributary.components.trainer.TrainingData;
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
    var terms = new FeatureTerms(graph, model.layout(), features, factors.length);
    var factored = terms.terms(factors);
    return link.append(
        graph,
        difference(graph, sums(graph, terms, terms.terms(weights), factored, terms.sum(factored))));
  }

  /**
   * A feature contributes what it adds itself, and half of what each pair adds that it is in. That
   * is its Shapley value, for {@code 0} as the value of a feature that is absent: a game that is a
   * sum over sets of players gives each of a set an equal share (Harsanyi 1963).
   */
  @Override
  public ExplainedModel explained(TrainingData data) {
    return (graph, features) -> {
      var terms = new FeatureTerms(graph, model.layout(), features, factors.length);
      var added = terms.terms(weights);
      var factored = terms.terms(factors);
      var sum = terms.sum(factored);
      var sums = sums(graph, terms, added, factored, sum);
      var shares =
          graph.node("Add", terms.stacked(added), halves(graph, terms.stacked(factored), sum));
      var contributions = difference(graph, terms.contributions(shares, biases, sums));
      var scores = difference(graph, sums);
      return new ExplainedModel.Appended(
          link.append(graph, scores),
          List.of(scores),
          terms.flat(contributions, binary ? 1 : biases.length));
    };
  }

  /** DOUBLE {@code [N, outputs]}. */
  private String sums(
      OnnxGraph graph,
      FeatureTerms terms,
      List<String> added,
      List<String> factored,
      String factoredSum) {
    var squares = terms.sum(factored.stream().map(term -> graph.node("Mul", term, term)).toList());
    var pairs = graph.node("Sub", graph.node("Mul", factoredSum, factoredSum), squares);
    return graph.node("Add", terms.sum(biases, added), half(graph, overFactors(graph, pairs, 1)));
  }

  /**
   * DOUBLE {@code [N, columns, outputs]}: half of what the pairs of each column add.
   *
   * @param factored {@code [N, columns, factors * outputs]}
   * @param sum of all columns, {@code [N, factors * outputs]}
   */
  private String halves(OnnxGraph graph, String factored, String sum) {
    int outputs = biases.length;
    int columns = model.layout().columns();
    int each = factors.length / outputs;
    var all = graph.node("Reshape", sum, graph.vector(0, 1, factors.length));
    var pairs = graph.node("Mul", factored, graph.node("Sub", all, factored));
    var apart = graph.node("Reshape", pairs, graph.vector(0, columns, each, outputs));
    var turned =
        graph.node(
            OnnxDomain.STANDARD,
            "Transpose",
            List.of(OnnxAttribute.ofInts("perm", 0, 2, 1, 3)),
            apart);
    var flat = graph.node("Reshape", turned, graph.vector(0, (long) columns * factors.length));
    var added = half(graph, overFactors(graph, flat, columns));
    return graph.node("Reshape", added, graph.vector(0, columns, outputs));
  }

  /** DOUBLE {@code [N, columns * outputs]}, of {@code [N, factors * columns * outputs]}. */
  private String overFactors(OnnxGraph graph, String values, int columns) {
    var parts = graph.split(values, factors.length / biases.length, columns * biases.length);
    var sum = parts.get(0);
    for (var part : parts.subList(1, parts.size())) {
      sum = graph.node("Add", sum, part);
    }
    return sum;
  }

  private static String half(OnnxGraph graph, String values) {
    return graph.node("Mul", graph.doubles(0.5), values);
  }

  /** Of two outputs along axis 1, if they are one prediction, the second less the first. */
  private String difference(OnnxGraph graph, String outputs) {
    if (!binary) {
      return outputs;
    }
    var classes = graph.split(outputs, 2, 1);
    return graph.node("Sub", classes.get(1), classes.get(0));
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
