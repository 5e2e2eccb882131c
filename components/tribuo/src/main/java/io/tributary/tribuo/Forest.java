package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.TrainingData;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.common.tree.DecisionTreeTrainer;
import org.tribuo.common.tree.ExtraTreesTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.regression.ensemble.AveragingCombiner;

/**
 * Many trees over bootstrap samples of the rows, each split chosen among a random part of the
 * features; their leaves are averaged.
 */
record Forest(String name, int trees, int minRowsToSplit, Cart cart) {

  static void require(int trees, int maxDepth, int minRowsToSplit, double featureShare) {
    Parameters.require("trees", trees, trees >= 2, ">= 2; for one tree use DecisionTree");
    Cart.require(maxDepth, minRowsToSplit);
    Parameters.require(
        "featureShare", featureShare, featureShare > 0 && featureShare < 1, "> 0 and < 1");
  }

  FittedModel fit(Algorithm algorithm, TrainingData data, long seed) throws Exception {
    TribuoLog.warningsOnly();
    return switch (data.labels().task()) {
      case MULTILABEL_CLASSIFICATION -> LabelWise.fit(algorithm, data, seed);
      case REGRESSION -> {
        var dataset = MatrixDataset.numbers(data);
        var tree = cart.regression(data.features(), dataset.layout(), seed);
        var forest = trainer(tree, new AveragingCombiner(), seed).train(dataset);
        yield TreesModel.regression(forest, dataset.layout(), name, hyperParameters());
      }
      default -> {
        var dataset = MatrixDataset.classes(data);
        var tree = cart.classifier(dataset.layout(), seed);
        var forest = trainer(tree, new FullyWeightedVotingCombiner(), seed).train(dataset);
        yield TreesModel.classifier(forest, dataset.layout(), data, name, hyperParameters());
      }
    };
  }

  private <T extends Output<T>> Trainer<T> trainer(
      DecisionTreeTrainer<T> tree, EnsembleCombiner<T> combiner, long seed) {
    return cart.randomSplits()
        ? new ExtraTreesTrainer<>(tree, combiner, trees, seed)
        : new RandomForestTrainer<>(tree, combiner, trees, seed);
  }

  private Map<String, Object> hyperParameters() {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("trees", trees);
    parameters.put("max_depth", cart.maxDepth());
    parameters.put("min_rows_to_split", minRowsToSplit);
    parameters.put("feature_share", cart.featureShare());
    return parameters;
  }
}
