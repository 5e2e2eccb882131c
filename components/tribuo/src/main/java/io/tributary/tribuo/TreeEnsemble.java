package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxTensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tribuo.Output;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;

/**
 * Trees of Tribuo as the attributes of ONNX's TreeEnsembleRegressor, which adds up what a row's
 * leaves contribute to each prediction.
 *
 * <p>Everything is in double precision, as in Tribuo: a row goes left where {@code x <= threshold}
 * with the same threshold. Contributions are rounded to multiples of one power of two, so small
 * that sums of as many as there are trees are exact. So no order of addition shows, whatever a
 * runtime does with batches and threads.
 */
final class TreeEnsemble<T extends Output<T>> {
  private static final String LEAF = "LEAF";
  private static final String AT_MOST = "BRANCH_LEQ";
  private static final String IS_NOT = "BRANCH_NEQ";

  /** Bits of a double's significand. */
  private static final int PRECISION = 53;

  private final int outputs;
  private final Function<LeafNode<T>, double[]> values;
  private final int[] columnOf;
  private final int[] idOf;

  private final List<Long> treeIds = new ArrayList<>();
  private final List<Long> nodeIds = new ArrayList<>();
  private final List<Long> columns = new ArrayList<>();
  private final List<String> modes = new ArrayList<>();
  private final List<Double> thresholds = new ArrayList<>();
  private final List<Long> left = new ArrayList<>();
  private final List<Long> right = new ArrayList<>();
  private final List<Long> leafTreeIds = new ArrayList<>();
  private final List<Long> leafIds = new ArrayList<>();
  private final List<Long> targets = new ArrayList<>();
  private final List<Double> contributions = new ArrayList<>();
  private int trees;

  /**
   * An ensemble without trees.
   *
   * @param outputs how many predictions there are
   * @param values what a leaf says of each prediction
   */
  TreeEnsemble(FeatureLayout layout, int outputs, Function<LeafNode<T>, double[]> values) {
    this.outputs = outputs;
    this.values = values;
    columnOf = new int[layout.size()];
    idOf = new int[layout.size()];
    for (int column = 0; column < layout.columns(); column++) {
      if (layout.isNumber(column)) {
        columnOf[layout.ofNumber(column)] = column;
        idOf[layout.ofNumber(column)] = -1;
        continue;
      }
      for (int id = 0; id < layout.size(column); id++) {
        int index = layout.ofId(column, id);
        if (index >= 0) {
          columnOf[index] = column;
          idOf[index] = id;
        }
      }
    }
  }

  /** Number of trees. */
  int trees() {
    return trees;
  }

  /** Number of nodes, leaves included. */
  int nodes() {
    return nodeIds.size();
  }

  /**
   * Adds a tree; its nodes are numbered in breadth-first order.
   *
   * @param weight what its leaves say is multiplied by
   */
  void add(Node<T> root, double weight) {
    var queue = new ArrayDeque<Node<T>>();
    queue.add(root);
    long next = 0;
    long numbered = 1;
    while (!queue.isEmpty()) {
      var node = queue.remove();
      treeIds.add((long) trees);
      nodeIds.add(next);
      if (node instanceof SplitNode<T> split) {
        addSplit(split, numbered, numbered + 1);
        queue.add(split.getLessThanOrEqual());
        queue.add(split.getGreaterThan());
        numbered += 2;
      } else {
        addLeaf((LeafNode<T>) node, next, weight);
      }
      next++;
    }
    trees++;
  }

  private void addSplit(SplitNode<T> split, long leftId, long rightId) {
    int feature = split.getFeatureID();
    columns.add((long) columnOf[feature]);
    int id = idOf[feature];
    if (id < 0) {
      modes.add(AT_MOST);
      thresholds.add(split.splitValue());
    } else {
      // One-hot values are 0 and 1 and thresholds lie between: at most that means not this id.
      modes.add(IS_NOT);
      thresholds.add((double) id);
    }
    left.add(leftId);
    right.add(rightId);
  }

  private void addLeaf(LeafNode<T> leaf, long id, double weight) {
    columns.add(0L);
    modes.add(LEAF);
    thresholds.add(0.0);
    left.add(0L);
    right.add(0L);
    var said = values.apply(leaf);
    for (int output = 0; output < outputs; output++) {
      leafTreeIds.add((long) trees);
      leafIds.add(id);
      targets.add((long) output);
      contributions.add(said[output] * weight);
    }
  }

  /** Rounds what was contributed so that no sum of one contribution per tree is rounded. */
  private TensorProto exact() {
    double greatest = 0;
    for (double contribution : contributions) {
      greatest = Math.max(greatest, Math.abs(contribution));
    }
    int bits = Math.getExponent(greatest * trees) + 1 - PRECISION;
    var rounded = new double[contributions.size()];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = Math.scalb(Math.rint(Math.scalb(contributions.get(i), -bits)), bits);
    }
    return OnnxTensor.doubles(new long[] {rounded.length}, rounded);
  }

  /** The attributes of the node. */
  List<OnnxAttribute> attributes() {
    return List.of(
        OnnxAttribute.ofInts("nodes_treeids", longs(treeIds)),
        OnnxAttribute.ofInts("nodes_nodeids", longs(nodeIds)),
        OnnxAttribute.ofInts("nodes_featureids", longs(columns)),
        OnnxAttribute.ofStrings("nodes_modes", modes),
        OnnxAttribute.ofTensor("nodes_values_as_tensor", doubles(thresholds)),
        OnnxAttribute.ofInts("nodes_truenodeids", longs(left)),
        OnnxAttribute.ofInts("nodes_falsenodeids", longs(right)),
        OnnxAttribute.ofInts("target_treeids", longs(leafTreeIds)),
        OnnxAttribute.ofInts("target_nodeids", longs(leafIds)),
        OnnxAttribute.ofInts("target_ids", longs(targets)),
        OnnxAttribute.ofTensor("target_weights_as_tensor", exact()),
        OnnxAttribute.ofInt("n_targets", outputs));
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  private static TensorProto doubles(List<Double> list) {
    return OnnxTensor.doubles(
        new long[] {list.size()}, list.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
