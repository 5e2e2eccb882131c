package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.Task;
import io.tributary.components.trainer.TrainingData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;

/**
 * A decision tree (CART with Gini impurity). The probability of a row is the share of class 1 among
 * the training rows in its leaf. Scales of numbers do not matter. The seed has no influence.
 *
 * @param maxDepth splits from the root to a leaf at most; 1 to 64, default 6
 * @param minRowsToSplit a node with fewer rows is a leaf; at least 2, default 100
 */
public record DecisionTree(int maxDepth, int minRowsToSplit) implements Algorithm {
  static final int DEEPEST = 64;

  private static final float ALL_FEATURES = 1;
  private static final float NO_MIN_DECREASE = 0;

  public DecisionTree {
    Parameters.require(
        "maxDepth", maxDepth, maxDepth >= 1 && maxDepth <= DEEPEST, "1 to " + DEEPEST);
    Parameters.require("minRowsToSplit", minRowsToSplit, minRowsToSplit >= 2, ">= 2");
  }

  /** With defaults. */
  public DecisionTree() {
    this(6, 100);
  }

  public DecisionTree withMaxDepth(int newMaxDepth) {
    return new DecisionTree(newMaxDepth, minRowsToSplit);
  }

  public DecisionTree withMinRowsToSplit(int newMinRowsToSplit) {
    return new DecisionTree(maxDepth, newMinRowsToSplit);
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.BINARY_CLASSIFICATION);
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) {
    TribuoLog.warningsOnly();
    var dataset = new MatrixDataset(data);
    var trainer =
        new CARTClassificationTrainer(
            maxDepth, minRowsToSplit, NO_MIN_DECREASE, ALL_FEATURES, new GiniIndex(), seed);
    var tree = trainer.train(dataset);
    return new TreeClassifier(
        new NativeModel(tree, dataset.layout()),
        data.features().columns(),
        List.of(tree),
        "decision tree",
        hyperParameters());
  }

  private Map<String, Object> hyperParameters() {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("max_depth", maxDepth);
    parameters.put("min_rows_to_split", minRowsToSplit);
    parameters.put("impurity", "Gini");
    return parameters;
  }
}
