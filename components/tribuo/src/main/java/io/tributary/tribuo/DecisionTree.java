package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A decision tree (CART with Gini impurity, for numbers with the mean squared error). The
 * probability of a row is the share of the class among the training rows in its leaf, the value of
 * a regression the mean of the labels there. Scales of numbers do not matter. Of several labels
 * each has a tree of its own. A regression looks for thresholds between 256 quantiles of a number
 * at most. The seed has no influence.
 *
 * @param maxDepth splits from the root to a leaf at most; 1 to 64, default 6
 * @param minRowsToSplit a node with fewer rows, counted as they weigh, is a leaf; at least 2,
 *     default 100
 */
public record DecisionTree(int maxDepth, int minRowsToSplit) implements Algorithm {
  private static final String NAME = "decision tree";

  public DecisionTree {
    Cart.require(maxDepth, minRowsToSplit);
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
    return Parameters.SUPERVISED;
  }

  @Override
  public boolean explains() {
    return true;
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) throws Exception {
    TribuoLog.warningsOnly();
    var cart = new Cart(maxDepth, minRowsToSplit, Cart.ALL_FEATURES, false);
    return switch (data.labels().task()) {
      case MULTILABEL_CLASSIFICATION -> LabelWise.fit(this, data, seed);
      case REGRESSION -> {
        var dataset = MatrixDataset.numbers(data);
        var tree = cart.regression(data.features(), dataset.layout(), seed).train(dataset);
        yield TreesModel.regression(tree, dataset.layout(), NAME, hyperParameters());
      }
      default -> {
        var dataset = MatrixDataset.classes(data);
        var tree = cart.classifier(dataset.layout(), seed).train(dataset);
        yield TreesModel.classifier(tree, dataset.layout(), data, NAME, hyperParameters());
      }
    };
  }

  private Map<String, Object> hyperParameters() {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("max_depth", maxDepth);
    parameters.put("min_rows_to_split", minRowsToSplit);
    return parameters;
  }
}
