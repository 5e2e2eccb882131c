package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxTensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;

/**
 * Trees of Tribuo as the attributes of ONNX's TreeEnsembleRegressor, which adds up what a row's
 * leaves contribute: the share of class 1 among the training rows of the leaf, divided by the
 * number of trees.
 *
 * <p>Everything is in double precision, as in Tribuo: a row goes left where {@code x <= threshold}
 * with the same threshold. Contributions are rounded to multiples of 2<sup>-40</sup>, so that their
 * sums are exact and no order of addition shows, whatever a runtime does with batches and threads.
 */
final class TreeEnsemble {
  /** Contributions are multiples of the inverse. */
  private static final double UNIT = 0x1p40;

  private static final String LEAF = "LEAF";
  private static final String AT_MOST = "BRANCH_LEQ";
  private static final String IS_NOT = "BRANCH_NEQ";

  private final int[] columnOf;
  private final int[] idOf;
  private final int size;

  private final List<Long> treeIds = new ArrayList<>();
  private final List<Long> nodeIds = new ArrayList<>();
  private final List<Long> columns = new ArrayList<>();
  private final List<String> modes = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final List<Long> left = new ArrayList<>();
  private final List<Long> right = new ArrayList<>();
  private final List<Long> leafTreeIds = new ArrayList<>();
  private final List<Long> leafIds = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();
  private long trees;

  /**
   * An ensemble without trees.
   *
   * @param size how many trees will be added
   */
  TreeEnsemble(FeatureLayout layout, int size) {
    this.size = size;
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

  /** Number of nodes, leaves included. */
  int nodes() {
    return nodeIds.size();
  }

  /** Adds a tree; its nodes are numbered in breadth-first order. */
  void add(Node<Label> root) {
    var queue = new ArrayDeque<Node<Label>>();
    queue.add(root);
    long next = 0;
    long numbered = 1;
    while (!queue.isEmpty()) {
      var node = queue.remove();
      treeIds.add(trees);
      nodeIds.add(next);
      if (node instanceof SplitNode<Label> split) {
        addSplit(split, numbered, numbered + 1);
        queue.add(split.getLessThanOrEqual());
        queue.add(split.getGreaterThan());
        numbered += 2;
      } else {
        addLeaf((LeafNode<Label>) node, next);
      }
      next++;
    }
    trees++;
  }

  private void addSplit(SplitNode<Label> split, long leftId, long rightId) {
    int feature = split.getFeatureID();
    columns.add((long) columnOf[feature]);
    int id = idOf[feature];
    if (id < 0) {
      modes.add(AT_MOST);
      values.add(split.splitValue());
    } else {
      // One-hot values are 0 and 1 and thresholds lie between: at most that means not this id.
      modes.add(IS_NOT);
      values.add((double) id);
    }
    left.add(leftId);
    right.add(rightId);
  }

  private void addLeaf(LeafNode<Label> leaf, long id) {
    columns.add(0L);
    modes.add(LEAF);
    values.add(0.0);
    left.add(0L);
    right.add(0L);
    leafTreeIds.add(trees);
    leafIds.add(id);
    weights.add(contribution(leaf));
  }

  private double contribution(LeafNode<Label> leaf) {
    var positive = leaf.getDistribution().get(MatrixDataset.POSITIVE);
    double share = positive == null ? 0 : positive.getScore();
    return Math.rint(share / size * UNIT) / UNIT;
  }

  /** The attributes of the node, for one output. */
  List<OnnxAttribute> attributes() {
    return List.of(
        OnnxAttribute.ofInts("nodes_treeids", longs(treeIds)),
        OnnxAttribute.ofInts("nodes_nodeids", longs(nodeIds)),
        OnnxAttribute.ofInts("nodes_featureids", longs(columns)),
        OnnxAttribute.ofStrings("nodes_modes", modes),
        OnnxAttribute.ofTensor("nodes_values_as_tensor", doubles(values)),
        OnnxAttribute.ofInts("nodes_truenodeids", longs(left)),
        OnnxAttribute.ofInts("nodes_falsenodeids", longs(right)),
        OnnxAttribute.ofInts("target_treeids", longs(leafTreeIds)),
        OnnxAttribute.ofInts("target_nodeids", longs(leafIds)),
        OnnxAttribute.ofInts("target_ids", new long[leafIds.size()]),
        OnnxAttribute.ofTensor("target_weights_as_tensor", doubles(weights)),
        OnnxAttribute.ofInt("n_targets", 1));
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  private static TensorProto doubles(List<Double> list) {
    return OnnxTensor.doubles(
        new long[] {list.size()}, list.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
