package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.Task;
import io.tributary.components.trainer.TrainingData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.WeightedEnsembleModel;

/**
 * A random forest: decision trees over bootstrap samples of the rows, each split chosen among a
 * random part of the features. The probability of a row is the mean over the trees of the share of
 * class 1 among the training rows in its leaf.
 *
 * @param trees at least 2, default 20
 * @param maxDepth of a tree; 1 to 64, default 8
 * @param minRowsToSplit a node with fewer rows is a leaf; at least 2, default 20
 * @param featureShare share of Tribuo's features (numbers and single ids) that a split chooses
 *     among; above 0 and below 1, default 0.3
 */
public record RandomForest(int trees, int maxDepth, int minRowsToSplit, double featureShare)
    implements Algorithm {
  private static final float NO_MIN_DECREASE = 0;

  /** Tribuo asks for less than all features. */
  private static final double MOST = 0.999;

  public RandomForest {
    Parameters.require("trees", trees, trees >= 2, ">= 2; for one tree use DecisionTree");
    Parameters.require(
        "maxDepth",
        maxDepth,
        maxDepth >= 1 && maxDepth <= DecisionTree.DEEPEST,
        "1 to " + DecisionTree.DEEPEST);
    Parameters.require("minRowsToSplit", minRowsToSplit, minRowsToSplit >= 2, ">= 2");
    Parameters.require(
        "featureShare", featureShare, featureShare > 0 && featureShare < 1, "> 0 and < 1");
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
    return Set.of(Task.BINARY_CLASSIFICATION);
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) {
    TribuoLog.warningsOnly();
    var dataset = new MatrixDataset(data);
    var tree =
        new CARTClassificationTrainer(
            maxDepth, minRowsToSplit, NO_MIN_DECREASE, share(dataset), new GiniIndex(), seed);
    var forest =
        new RandomForestTrainer<>(tree, new FullyWeightedVotingCombiner(), trees, seed)
            .train(dataset);
    return new TreeClassifier(
        new NativeModel(forest, dataset.layout()),
        data.features().columns(),
        members((WeightedEnsembleModel<Label>) forest),
        "random forest",
        hyperParameters());
  }

  /** Tribuo rounds the number of features; none would make every tree a single leaf. */
  private float share(MatrixDataset dataset) {
    return (float) Math.min(Math.max(featureShare, 1.0 / dataset.layout().size()), MOST);
  }

  private static List<TreeModel<Label>> members(WeightedEnsembleModel<Label> forest) {
    var trees = new ArrayList<TreeModel<Label>>();
    for (Model<Label> member : forest.getModels()) {
      trees.add((TreeModel<Label>) member);
    }
    return trees;
  }

  private Map<String, Object> hyperParameters() {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("trees", trees);
    parameters.put("max_depth", maxDepth);
    parameters.put("min_rows_to_split", minRowsToSplit);
    parameters.put("feature_share", featureShare);
    parameters.put("impurity", "Gini");
    return parameters;
  }
}
