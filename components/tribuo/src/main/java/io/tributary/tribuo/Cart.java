package io.tributary.tribuo;

import io.tributary.components.trainer.FeatureMatrix;
import org.tribuo.classification.Label;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.common.tree.DecisionTreeTrainer;
import org.tribuo.regression.Regressor;

/**
 * How trees grow (CART): to classes with Gini impurity, to numbers with the mean squared error.
 *
 * @param maxDepth splits from the root to a leaf at most
 * @param minWeightToSplit a node whose rows weigh less is a leaf
 * @param featureShare share of Tribuo's features that a split chooses among
 * @param randomSplits whether thresholds are drawn and not searched
 */
record Cart(int maxDepth, double minWeightToSplit, double featureShare, boolean randomSplits) {
  static final int DEEPEST = 64;
  static final double ALL_FEATURES = 1;

  private static final float NO_MIN_DECREASE = 0;

  /** Tribuo asks forests for less than all features. */
  private static final double MOST = 0.999;

  static void require(int maxDepth, int minRowsToSplit) {
    Parameters.require(
        "maxDepth", maxDepth, maxDepth >= 1 && maxDepth <= DEEPEST, "1 to " + DEEPEST);
    Parameters.require("minRowsToSplit", minRowsToSplit, minRowsToSplit >= 2, ">= 2");
  }

  DecisionTreeTrainer<Label> classifier(FeatureLayout layout, long seed) {
    return new CARTClassificationTrainer(
        maxDepth,
        (float) minWeightToSplit,
        NO_MIN_DECREASE,
        share(layout),
        randomSplits,
        new GiniIndex(),
        seed);
  }

  DecisionTreeTrainer<Regressor> regression(
      FeatureMatrix features, FeatureLayout layout, long seed) {
    return new RegressionTreeTrainer(this, share(layout), features, layout, seed);
  }

  /** Tribuo rounds the number of features; none would make every tree a single leaf. */
  private float share(FeatureLayout layout) {
    return featureShare == ALL_FEATURES
        ? (float) ALL_FEATURES
        : (float) Math.min(Math.max(featureShare, 1.0 / layout.size()), MOST);
  }
}
