package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.Set;

/**
 * Extremely randomised trees (after Geurts et al. 2006): decision trees over bootstrap samples of
 * the rows, each split chosen among a random part of the features, with a random threshold for each
 * of them. Quicker than a random forest, with smoother predictions; usually wants more trees. The
 * probability of a row, or the value of a regression, is averaged as in {@link RandomForest}. Of
 * several labels each has trees of its own.
 *
 * @param trees at least 2, default 20
 * @param maxDepth of a tree; 1 to 64, default 8
 * @param minRowsToSplit a node with fewer rows, counted as they weigh, is a leaf; at least 2,
 *     default 20
 * @param featureShare share of Tribuo's features (numbers and single ids) that a split chooses
 *     among; above 0 and below 1, default 0.3
 */
public record ExtraTrees(int trees, int maxDepth, int minRowsToSplit, double featureShare)
    implements Algorithm {

  public ExtraTrees {
    Forest.require(trees, maxDepth, minRowsToSplit, featureShare);
  }

  /** With defaults. */
  public ExtraTrees() {
    this(20, 8, 20, 0.3);
  }

  public ExtraTrees withTrees(int newTrees) {
    return new ExtraTrees(newTrees, maxDepth, minRowsToSplit, featureShare);
  }

  public ExtraTrees withMaxDepth(int newMaxDepth) {
    return new ExtraTrees(trees, newMaxDepth, minRowsToSplit, featureShare);
  }

  public ExtraTrees withMinRowsToSplit(int newMinRowsToSplit) {
    return new ExtraTrees(trees, maxDepth, newMinRowsToSplit, featureShare);
  }

  public ExtraTrees withFeatureShare(double newFeatureShare) {
    return new ExtraTrees(trees, maxDepth, minRowsToSplit, newFeatureShare);
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
    var cart = new Cart(maxDepth, minRowsToSplit, featureShare, true);
    return new Forest("extra trees", trees, minRowsToSplit, cart).fit(this, data, seed);
  }
}
