package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.tribuo.FeatureBlock.OfId;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * What each feature of a row adds to weighted sums, in a graph: a number adds weights times itself,
 * an id the weights that it selects. Everything is in double precision, as Tribuo computes. Sums
 * are one addition after the other, feature by feature, as {@code CumSum} makes them: that keeps
 * their order the same for every batch size, which a sum over a row or a matrix product does not.
 */
final class FeatureTerms {
  private final OnnxGraph graph;
  private final FeatureLayout layout;
  private final int[] order;
  private final List<FeatureBlock> blocks;

  /**
   * Terms of these features, in the order in which Tribuo adds.
   *
   * @param features a tensor for each column of the layout: float {@code [N,1]} or int64 {@code
   *     [N,1]}
   * @param outputs the greatest K for which terms are asked
   */
  FeatureTerms(OnnxGraph graph, FeatureLayout layout, List<String> features, int outputs) {
    this(graph, layout, layout.order(), features, outputs);
  }

  /** Terms of these features in another order. */
  FeatureTerms(
      OnnxGraph graph, FeatureLayout layout, int[] order, List<String> features, int outputs) {
    this.graph = graph;
    this.layout = layout;
    this.order = order;
    blocks = FeatureBlock.of(graph, layout, order, features, outputs);
  }

  /**
   * What columns add, in order, block by block: DOUBLE {@code [N,columns,K]}.
   *
   * @param weights K rows, each with a weight for each feature of the layout
   */
  List<String> terms(double[][] weights) {
    return terms(
        weights,
        (numbers, factors) -> graph.node("Mul", numbers, factors),
        (column, output, index) -> index < 0 ? 0 : weights[output][index]);
  }

  /**
   * The same, where something else follows from features.
   *
   * @param ofFeatures K rows, each with a constant for each feature of the layout
   * @param ofNumbers what follows from numbers, {@code [N,columns,1]}, and their constants, {@code
   *     [1,columns,K]}
   * @param ofIds what ids stand for
   */
  List<String> terms(double[][] ofFeatures, BinaryOperator<String> ofNumbers, OfId ofIds) {
    return blocks.stream().map(block -> block.terms(ofFeatures, ofNumbers, ofIds)).toList();
  }

  /** DOUBLE {@code [N,K]}: the sum of terms of all columns, in order. */
  String sum(List<String> terms) {
    var sum = "";
    for (var added : terms) {
      var addends = sum.isEmpty() ? added : FeatureBlock.joined(graph, sum, added);
      var sums = graph.node("CumSum", addends, graph.vector(1));
      sum =
          graph.node(
              "Slice", sums, graph.vector(-1), graph.vector(Long.MAX_VALUE), graph.vector(1));
    }
    return graph.node("Squeeze", sum, graph.vector(1));
  }

  /** DOUBLE {@code [N,K]}: the same, and biases. */
  String sum(double[] biases, List<String> terms) {
    return graph.node("Add", sum(terms), graph.doubles(biases));
  }

  /** DOUBLE {@code [N,columns,K]}: terms of all columns, as the layout has them. */
  String stacked(List<String> terms) {
    var places = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      places[order[i]] = i;
    }
    var all = FeatureBlock.joined(graph, terms.toArray(String[]::new));
    return FeatureBlock.ordered(graph, all, places);
  }

  /**
   * DOUBLE {@code [N,K,columns+1]}: output by output what each column adds, and the bias.
   *
   * @param stacked terms of all columns, {@code [N,columns,K]}
   * @param sums any tensor {@code [N,K]}
   */
  String contributions(String stacked, double[] biases, String sums) {
    var columns =
        graph.node(
            OnnxDomain.STANDARD,
            "Transpose",
            List.of(OnnxAttribute.ofInts("perm", 0, 2, 1)),
            stacked);
    var bias = graph.node("Expand", graph.doubles(biases), graph.node("Shape", sums));
    var column = graph.node("Reshape", bias, graph.vector(0, biases.length, 1));
    return graph.node(
        OnnxDomain.STANDARD, "Concat", List.of(OnnxAttribute.ofInt("axis", 2)), columns, column);
  }

  /** FLOAT {@code [N,K·(columns+1)]} of DOUBLE {@code [N,K,columns+1]}. */
  String flat(String contributions, int outputs) {
    var rounded = graph.cast(contributions, DataType.FLOAT);
    return graph.node("Reshape", rounded, graph.vector(0, outputs * (layout.columns() + 1L)));
  }
}
