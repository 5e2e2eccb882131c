package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What each feature of a row adds to weighted sums, in a graph: a number adds weights times itself,
 * an id the weights that it selects. Everything is in double precision, as Tribuo computes. Sums
 * are one addition after the other, feature by feature: that keeps their order the same for every
 * batch size, which a sum over a row or a matrix product does not.
 */
final class FeatureTerms {
  private static final List<OnnxAttribute> ALONG_ROWS = List.of(OnnxAttribute.ofInt("axis", 1));

  private final OnnxGraph graph;
  private final FeatureLayout layout;
  private final List<String> tensors = new ArrayList<>();

  /**
   * Terms of these features.
   *
   * @param features a tensor for each column of the layout: float {@code [N,1]} or int64 {@code
   *     [N,1]}
   */
  FeatureTerms(OnnxGraph graph, FeatureLayout layout, List<String> features) {
    this.graph = graph;
    this.layout = layout;
    for (int i = 0; i < layout.columns(); i++) {
      tensors.add(
          layout.isNumber(i)
              ? graph.cast(features.get(i), DataType.DOUBLE)
              : known(features.get(i), layout.size(i)));
    }
  }

  /** INT64 {@code [N]}: ids, those out of range as −1 or {@code size}. */
  private String known(String ids, int size) {
    var clipped =
        graph.node(
            "Clip",
            ids,
            graph.constant(OnnxTensor.longs(new long[0], -1)),
            graph.constant(OnnxTensor.longs(new long[0], size)));
    return graph.node("Reshape", clipped, graph.vector(-1));
  }

  /** DOUBLE {@code [N,1]}: the number of a column that has numbers. */
  String number(int column) {
    return tensors.get(column);
  }

  /**
   * DOUBLE {@code [N,K]}: what a column adds.
   *
   * @param weights K rows, each with a weight for each feature of the layout
   */
  String term(int column, double[][] weights) {
    int outputs = weights.length;
    if (layout.isNumber(column)) {
      var factors = new double[outputs];
      for (int k = 0; k < outputs; k++) {
        factors[k] = weights[k][layout.ofNumber(column)];
      }
      return graph.node("Mul", tensors.get(column), graph.doubles(factors));
    }
    return selected(column, outputs, (k, index) -> index < 0 ? 0 : weights[k][index]);
  }

  /** What an id stands for, in each of several outputs. */
  interface OfId {
    /**
     * The value.
     *
     * @param index of the id among the features of the layout; −1 for all that are unknown
     */
    double value(int output, int index);
  }

  /** DOUBLE {@code [N,K]}: what the ids of a column stand for. */
  String selected(int column, int outputs, OfId values) {
    int size = layout.size(column);
    // One row more than there are ids is for all ids out of range; -1 and size both mean it.
    var table = new double[(size + 1) * outputs];
    for (int id = 0; id <= size; id++) {
      int index = id == size ? -1 : layout.ofId(column, id);
      for (int k = 0; k < outputs; k++) {
        table[id * outputs + k] = values.value(k, index);
      }
    }
    var constant = graph.constant(OnnxTensor.doubles(new long[] {size + 1, outputs}, table));
    return graph.node(OnnxDomain.STANDARD, "Gather", List.of(), constant, tensors.get(column));
  }

  /**
   * For each column what it adds, DOUBLE {@code [N,K]}.
   *
   * @param weights K rows, each with a weight for each feature of the layout
   */
  List<String> terms(double[][] weights) {
    var terms = new ArrayList<String>(layout.columns());
    for (int column = 0; column < layout.columns(); column++) {
      terms.add(term(column, weights));
    }
    return terms;
  }

  /** DOUBLE {@code [N,K]}: the sum of terms of all columns, in the order in which Tribuo adds. */
  String sum(List<String> terms) {
    var sum = "";
    for (int column : layout.order()) {
      sum = sum.isEmpty() ? terms.get(column) : graph.node("Add", sum, terms.get(column));
    }
    return sum;
  }

  /** DOUBLE {@code [N,K]}: the same, and biases. */
  String sum(double[] biases, List<String> terms) {
    return graph.node("Add", sum(terms), graph.doubles(biases));
  }

  /** DOUBLE {@code [N,columns,K]}: terms of all columns, one below the other. */
  String stacked(List<String> terms, int outputs) {
    var row = graph.node(OnnxDomain.STANDARD, "Concat", ALONG_ROWS, terms.toArray(String[]::new));
    return graph.node("Reshape", row, graph.vector(0, layout.columns(), outputs));
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
