package io.tributary.tribuo;

import io.tributary.tribuo.TreeEnsemble.Question;
import java.util.ArrayDeque;
import java.util.function.Function;
import org.tribuo.Output;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;

/**
 * Reads trees of Tribuo, in which a row goes left where {@code x <= threshold}, with the same
 * threshold in double precision.
 */
final class TribuoTrees<T extends Output<T>> {
  private final TreeEnsemble.Builder ensemble;
  private final FeatureLayout layout;
  private final Function<LeafNode<T>, double[]> values;

  /**
   * Reads trees into an ensemble.
   *
   * @param values what a leaf says of each prediction
   */
  TribuoTrees(
      TreeEnsemble.Builder ensemble, FeatureLayout layout, Function<LeafNode<T>, double[]> values) {
    this.ensemble = ensemble;
    this.layout = layout;
    this.values = values;
  }

  /**
   * Adds a tree; its nodes are numbered in breadth-first order.
   *
   * @param weight what its leaves say is multiplied by
   */
  void add(Node<T> root, double weight) {
    ensemble.beginTree();
    var queue = new ArrayDeque<Node<T>>();
    queue.add(root);
    int numbered = 1;
    while (!queue.isEmpty()) {
      var node = queue.remove();
      if (node instanceof SplitNode<T> split) {
        addSplit(split, numbered);
        queue.add(split.getLessThanOrEqual());
        queue.add(split.getGreaterThan());
        numbered += 2;
      } else {
        addLeaf((LeafNode<T>) node, weight);
      }
    }
  }

  private void addSplit(SplitNode<T> split, int left) {
    int column = layout.column(split.getFeatureID());
    int id = layout.id(split.getFeatureID());
    if (id < 0) {
      ensemble.addSplit(Question.AT_MOST, column, split.splitValue(), left, left + 1, false);
    } else {
      // One-hot values are 0 and 1 and thresholds lie between: at most that means not this id.
      ensemble.addSplit(Question.IS_NOT, column, id, left, left + 1, false);
    }
  }

  private void addLeaf(LeafNode<T> leaf, double weight) {
    ensemble.addLeaf();
    var said = values.apply(leaf);
    for (int output = 0; output < said.length; output++) {
      ensemble.contribute(output, said[output] * weight);
    }
  }
}
