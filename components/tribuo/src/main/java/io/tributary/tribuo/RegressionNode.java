package io.tributary.tribuo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tribuo.common.tree.AbstractTrainingNode;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.regression.Regressor;

/** A node of a growing regression tree: a range of the places of a sample. */
final class RegressionNode extends AbstractTrainingNode<Regressor> {
  /** A split has to take more than this share of the squared errors away. */
  private static final double LEAST_SHARE = 1e-12;

  private final RegressionSample sample;
  private final int from;
  private final int to;
  private final double weight;
  private final double mean;

  /** Of a node with less, the numbers are all the same. */
  private double leastImpurity;

  private RegressionNode(
      RegressionSample sample, int from, int to, int depth, LeafDeterminer leaves) {
    super(depth, to - from, leaves);
    this.sample = sample;
    this.from = from;
    this.to = to;
    double all = 0;
    double sum = 0;
    for (int place = from; place < to; place++) {
      all += sample.weight(place);
      sum += sample.weight(place) * sample.target(place);
    }
    weight = all;
    mean = sum / all;
    double squares = 0;
    for (int place = from; place < to; place++) {
      double deviation = sample.target(place) - mean;
      squares += sample.weight(place) * deviation * deviation;
    }
    impurityScore = squares / all;
  }

  static RegressionNode root(RegressionSample sample, LeafDeterminer leaves) {
    var root = new RegressionNode(sample, 0, sample.size(), 0, leaves);
    root.leastImpurity = LEAST_SHARE * root.impurityScore;
    return root;
  }

  @Override
  public double getImpurity() {
    return impurityScore;
  }

  @Override
  public float getWeightSum() {
    return (float) weight;
  }

  @Override
  public List<AbstractTrainingNode<Regressor>> buildTree(
      int[] featureIDs, SplittableRandom rng, boolean useRandomSplitPoints) {
    var search = new RegressionSplits(sample, from, to, weight, mean);
    var best = search.best(featureIDs, useRandomSplitPoints ? rng : null);
    if (best.gain() <= LEAST_SHARE * impurityScore * weight) {
      return List.of();
    }
    int middle = sample.partition(from, to, best);
    split = true;
    splitID = best.feature();
    splitValue = best.threshold();
    var left = new RegressionNode(sample, from, middle, depth + 1, leafDeterminer);
    var right = new RegressionNode(sample, middle, to, depth + 1, leafDeterminer);
    lessThanOrEqual = left;
    greaterThan = right;
    var growing = new ArrayList<AbstractTrainingNode<Regressor>>();
    for (var child : List.of(left, right)) {
      child.leastImpurity = leastImpurity;
      if (!child.isDone()) {
        growing.add(child);
      }
    }
    return growing;
  }

  /** As Tribuo has it, but for what is no deviation: that depends on how large the numbers are. */
  private boolean isDone() {
    return impurityScore <= leastImpurity
        || depth >= leafDeterminer.getMaxDepth()
        || getWeightSum() < leafDeterminer.getMinChildWeight();
  }

  @Override
  public Node<Regressor> convertTree() {
    return split
        ? createSplitNode()
        : new LeafNode<>(impurityScore, new Regressor(sample.label(), mean), Map.of(), false);
  }
}
