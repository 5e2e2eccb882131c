package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.Set;

/**
 * A random forest: decision trees over bootstrap samples of the rows, each split chosen among a
 * random part of the features. The probability of a row is the mean over the trees of the share of
 * the class among the training rows in its leaf, the value of a regression the mean of the labels
 * there. Of several labels each has a forest of its own. A regression looks for thresholds between
 * 256 quantiles of a number at most, and takes a byte for each number besides.
 *
 * @param trees at least 2, default 20
 * @param maxDepth of a tree; 1 to 64, default 8
 * @param minRowsToSplit a node with fewer rows, counted as they weigh, is a leaf; at least 2,
 *     default 20
 * @param featureShare share of Tribuo's features (numbers and single ids) that a split chooses
 *     among; above 0 and below 1, default 0.3
 */
public record RandomForest(int trees, int maxDepth, int minRowsToSplit, double featureShare)
    implements Algorithm {

  public RandomForest {
    Forest.require(trees, maxDepth, minRowsToSplit, featureShare);
  }

  /** With defaults. */
  public RandomForest() {
    this(20, 8, 20, 0.3);
  }

  public RandomForest withTrees(int newTrees) {
    return new RandomForest(newTrees, maxDepth, minRowsToSplit, featureShare);
  }

  public RandomForest withMaxDepth(int newMaxDepth) {
    return new RandomForest(trees, newMaxDepth, minRowsToSplit, featureShare);
  }

  public RandomForest withMinRowsToSplit(int newMinRowsToSplit) {
    return new RandomForest(trees, maxDepth, newMinRowsToSplit, featureShare);
  }

  public RandomForest withFeatureShare(double newFeatureShare) {
    return new RandomForest(trees, maxDepth, minRowsToSplit, newFeatureShare);
  }

  @Override
  public Set<Task> tasks() {
    return Parameters.SUPERVISED;
  }

  @Override
  public boolean explains() {
    return true;
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) throws Exception {
    var cart = new Cart(maxDepth, minRowsToSplit, featureShare, false);
    return new Forest("random forest", trees, minRowsToSplit, cart).fit(this, data, seed);
  }
}
