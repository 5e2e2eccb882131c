package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * AdaBoost (SAMME, Zhu et al. 2009): small decision trees, one after the other, each made with more
 * weight on the rows that those before it got wrong. They vote with weights of their own; the
 * probability of a class is its share of the votes, which says more about the order of rows than
 * about frequencies. Of several labels each has an ensemble of its own. The seed has no influence.
 *
 * @param rounds trees at most, at least 2, default 50; fewer if one of them makes no mistake
 * @param maxDepth of a tree; 1 to 64, default 3
 * @param minRowsToSplit a node with fewer rows, on average, is a leaf; at least 2, default 20
 */
public record AdaBoost(int rounds, int maxDepth, int minRowsToSplit) implements Algorithm {

  public AdaBoost {
    Parameters.require("rounds", rounds, rounds >= 2, ">= 2; for one tree use DecisionTree");
    Cart.require(maxDepth, minRowsToSplit);
  }

  /** With defaults. */
  public AdaBoost() {
    this(50, 3, 20);
  }

  public AdaBoost withRounds(int newRounds) {
    return new AdaBoost(newRounds, maxDepth, minRowsToSplit);
  }

  public AdaBoost withMaxDepth(int newMaxDepth) {
    return new AdaBoost(rounds, newMaxDepth, minRowsToSplit);
  }

  public AdaBoost withMinRowsToSplit(int newMinRowsToSplit) {
    return new AdaBoost(rounds, maxDepth, newMinRowsToSplit);
  }

  @Override
  public Set<Task> tasks() {
    return Parameters.CLASSIFICATIONS;
  }

  @Override
  public boolean explains() {
    return true;
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) throws Exception {
    if (data.labels().task() == Task.MULTILABEL_CLASSIFICATION) {
      return LabelWise.fit(this, data, seed);
    }
    TribuoLog.warningsOnly();
    var dataset = MatrixDataset.classes(data);
    // All rows together have the weight 1.
    double minWeight = (double) minRowsToSplit / data.rows();
    var tree = new Cart(maxDepth, minWeight, Cart.ALL_FEATURES, false);
    var boosted =
        new RowWeightedAdaBoost(tree.classifier(dataset.layout(), seed), rounds, seed)
            .train(dataset);
    return TreesModel.voting(boosted, dataset.layout(), data, "AdaBoost", hyperParameters());
  }

  private Map<String, Object> hyperParameters() {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("rounds", rounds);
    parameters.put("max_depth", maxDepth);
    parameters.put("min_rows_to_split", minRowsToSplit);
    return parameters;
  }
}
