package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * Some columns of the features, side by side in a graph: a node for all of them in place of one for
 * each, as ONNX Runtime takes long to open graphs of many nodes.
 */
final class FeatureBlock {
  /** What an id stands for, in each of several outputs. */
  interface OfId {
    /**
     * The value.
     *
     * @param index of the id among the features of the layout; −1 for all that are unknown
     */
    double value(int column, int output, int index);
  }

  /** At most so many lie side by side. */
  private static final int MOST = 64;

  /** At most so many values of a row, unless a single column has more: 16 MB of 4,096 rows. */
  private static final int MOST_VALUES = 512;

  /** At most so many ids share a table, unless a single column has more. */
  private static final long MOST_IDS = 1 << 20;

  private final OnnxGraph graph;
  private final FeatureLayout layout;
  private final int[] numbers;
  private final int[] ids;

  /** Where each column lies, if numbers come first. */
  private final long[] places;

  /** DOUBLE {@code [N, numbers, 1]}; empty if there are none. */
  private String numberTensor = "";

  /** INT64 {@code [N, ids]}: rows of the table of all ids; empty if there are none. */
  private String idTensor = "";

  private FeatureBlock(
      OnnxGraph graph, FeatureLayout layout, List<Integer> columns, List<String> features) {
    this.graph = graph;
    this.layout = layout;
    numbers = columns.stream().mapToInt(i -> i).filter(layout::isNumber).toArray();
    ids = columns.stream().mapToInt(i -> i).filter(i -> !layout.isNumber(i)).toArray();
    var joined = IntStream.concat(Arrays.stream(numbers), Arrays.stream(ids)).boxed().toList();
    places = columns.stream().mapToLong(joined::indexOf).toArray();
    if (numbers.length > 0) {
      var row = graph.cast(beside(numbers, features), DataType.DOUBLE);
      numberTensor = graph.node("Unsqueeze", row, graph.vector(2));
    }
    if (ids.length > 0) {
      idTensor = rowsOfTable(beside(ids, features));
    }
  }

  /**
   * Columns in this order, in blocks.
   *
   * @param features a tensor for each column of the layout: float {@code [N,1]} or int64 {@code
   *     [N,1]}
   * @param outputs of how many at most what a column adds is told
   */
  static List<FeatureBlock> of(
      OnnxGraph graph, FeatureLayout layout, int[] order, List<String> features, int outputs) {
    int most = Math.max(1, Math.min(MOST, MOST_VALUES / outputs));
    var blocks = new ArrayList<FeatureBlock>();
    var columns = new ArrayList<Integer>();
    long known = 0;
    for (int column : order) {
      known += layout.size(column);
      if (columns.size() == most || !columns.isEmpty() && known > MOST_IDS) {
        blocks.add(new FeatureBlock(graph, layout, columns, features));
        columns.clear();
        known = layout.size(column);
      }
      columns.add(column);
    }
    blocks.add(new FeatureBlock(graph, layout, columns, features));
    return blocks;
  }

  private String beside(int[] columns, List<String> features) {
    var tensors = Arrays.stream(columns).mapToObj(features::get).toArray(String[]::new);
    return tensors.length == 1 ? tensors[0] : joined(graph, tensors);
  }

  /** Tensors one behind the other along axis 1. */
  static String joined(OnnxGraph graph, String... tensors) {
    return graph.node(
        OnnxDomain.STANDARD, "Concat", List.of(OnnxAttribute.ofInt("axis", 1)), tensors);
  }

  /** Of each column there is one row more than it has ids, the last one: for all out of range. */
  private String rowsOfTable(String values) {
    var sizes = graph.longs(Arrays.stream(ids).mapToLong(layout::size).toArray());
    var isNone = graph.node("Less", values, graph.longs(0));
    var row = graph.node("Where", isNone, sizes, graph.node("Min", values, sizes));
    var starts = new long[ids.length];
    for (int i = 1; i < starts.length; i++) {
      starts[i] = starts[i - 1] + layout.size(ids[i - 1]) + 1;
    }
    return graph.node("Add", row, graph.longs(starts));
  }

  /**
   * DOUBLE {@code [N, columns, K]}: what each column adds.
   *
   * @param ofFeatures K rows, each with a constant for each feature of the layout
   * @param ofNumbers from DOUBLE {@code [N, columns, 1]} and constants {@code [1, columns, K]}
   */
  String terms(double[][] ofFeatures, BinaryOperator<String> ofNumbers, OfId ofIds) {
    var found = new ArrayList<String>();
    if (numbers.length > 0) {
      found.add(ofNumbers.apply(numberTensor, constants(ofFeatures)));
    }
    if (ids.length > 0) {
      found.add(
          graph.node(
              OnnxDomain.STANDARD, "Gather", List.of(), table(ofFeatures.length, ofIds), idTensor));
    }
    return found.size() == 1
        ? found.get(0)
        : ordered(graph, joined(graph, found.toArray(String[]::new)), places);
  }

  /** Columns of a tensor {@code [N, columns, K]} in another order. */
  static String ordered(OnnxGraph graph, String columns, long[] places) {
    return graph.node(
        OnnxDomain.STANDARD,
        "Gather",
        List.of(OnnxAttribute.ofInt("axis", 1)),
        columns,
        graph.vector(places));
  }

  private String constants(double[][] ofFeatures) {
    int outputs = ofFeatures.length;
    var values = new double[numbers.length * outputs];
    for (int i = 0; i < values.length; i++) {
      values[i] = ofFeatures[i % outputs][layout.ofNumber(numbers[i / outputs])];
    }
    return graph.constant(OnnxTensor.doubles(new long[] {1, numbers.length, outputs}, values));
  }

  private String table(int outputs, OfId ofIds) {
    int rows = Arrays.stream(ids).map(column -> layout.size(column) + 1).sum();
    var values = new double[Math.multiplyExact(rows, outputs)];
    int at = 0;
    for (int column : ids) {
      for (int id = 0; id <= layout.size(column); id++) {
        int index = id == layout.size(column) ? -1 : layout.ofId(column, id);
        for (int k = 0; k < outputs; k++) {
          values[at++] = ofIds.value(column, k, index);
        }
      }
    }
    return graph.constant(OnnxTensor.doubles(new long[] {rows, outputs}, values));
  }
}
