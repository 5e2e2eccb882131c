package io.tributary.tribuo;

import io.tributary.components.hyperparameter.Choice;
import io.tributary.components.hyperparameter.Hyperparameter;
import io.tributary.components.hyperparameter.IntegerRange;
import io.tributary.components.hyperparameter.NumberRange;
import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.transform.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Every algorithm of this package that fits the task, with its settings. A search starts with the
 * presets of each.
 */
public final class AutoTraining implements TunableTraining {
  private static final NumberRange FAST_RATE =
      NumberRange.logarithmic("learning_rate", 0.01, 2, 0.5);
  private static final NumberRange LINEAR_RATE =
      NumberRange.logarithmic("linear_learning_rate", 0.01, 1, 0.1);
  private static final IntegerRange EPOCHS = IntegerRange.logarithmic("epochs", 1, 50, 5);
  private static final IntegerRange LINEAR_EPOCHS =
      IntegerRange.logarithmic("linear_epochs", 1, 50, 5);

  private static final IntegerRange XGBOOST_ROUNDS =
      IntegerRange.logarithmic("xgboost_rounds", 20, 500, 100);
  private static final IntegerRange XGBOOST_DEPTH = IntegerRange.linear("xgboost_depth", 2, 10, 6);
  private static final NumberRange XGBOOST_RATE =
      NumberRange.logarithmic("xgboost_learning_rate", 0.01, 0.5, 0.1);
  private static final NumberRange MIN_CHILD_WEIGHT =
      NumberRange.logarithmic("min_child_weight", 0.1, 20, 1);
  private static final NumberRange SUBSAMPLE = NumberRange.linear("subsample", 0.5, 1, 1);
  private static final NumberRange COLSAMPLE = NumberRange.linear("colsample_by_tree", 0.4, 1, 1);
  private static final NumberRange LAMBDA = NumberRange.logarithmic("lambda", 0.01, 100, 1);

  private static final IntegerRange FOREST_TREES =
      IntegerRange.logarithmic("forest_trees", 10, 100, 20);
  private static final IntegerRange FOREST_DEPTH = IntegerRange.linear("forest_depth", 3, 16, 8);
  private static final NumberRange FOREST_SHARE =
      NumberRange.linear("forest_feature_share", 0.1, 0.9, 0.3);
  private static final IntegerRange EXTRA_TREES =
      IntegerRange.logarithmic("extra_trees", 10, 100, 20);
  private static final IntegerRange EXTRA_DEPTH = IntegerRange.linear("extra_depth", 3, 16, 8);
  private static final NumberRange EXTRA_SHARE =
      NumberRange.linear("extra_feature_share", 0.1, 0.9, 0.3);
  private static final IntegerRange TREE_DEPTH = IntegerRange.linear("tree_depth", 2, 12, 6);
  private static final IntegerRange TREE_ROWS =
      IntegerRange.logarithmic("tree_min_rows_to_split", 2, 500, 100);
  private static final IntegerRange ADA_ROUNDS =
      IntegerRange.logarithmic("ada_boost_rounds", 5, 100, 50);
  private static final IntegerRange ADA_DEPTH = IntegerRange.linear("ada_boost_depth", 1, 6, 3);
  private static final NumberRange COST = NumberRange.logarithmic("cost", 0.001, 100, 1);
  private static final IntegerRange FACTORS = IntegerRange.logarithmic("factors", 2, 32, 8);
  private static final IntegerRange FACTOR_EPOCHS =
      IntegerRange.logarithmic("factorization_epochs", 1, 50, 5);
  private static final NumberRange FACTOR_RATE =
      NumberRange.logarithmic("factorization_learning_rate", 0.01, 1, 0.1);

  /** An algorithm, for what, what may be chosen about it, and how it is made of that. */
  private record Candidate(
      String name,
      Set<Task> tasks,
      List<Hyperparameter<?>> parameters,
      Function<Setting, Algorithm> make) {}

  /** In the order in which they are tried first. */
  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate(
              "xgboost",
              Parameters.SUPERVISED,
              List.of(
                  XGBOOST_ROUNDS,
                  XGBOOST_DEPTH,
                  XGBOOST_RATE,
                  MIN_CHILD_WEIGHT,
                  SUBSAMPLE,
                  COLSAMPLE,
                  LAMBDA),
              chosen ->
                  new XgBoost()
                      .withRounds(chosen.get(XGBOOST_ROUNDS))
                      .withMaxDepth(chosen.get(XGBOOST_DEPTH))
                      .withLearningRate(chosen.get(XGBOOST_RATE))
                      .withMinChildWeight(chosen.get(MIN_CHILD_WEIGHT))
                      .withSubsample(chosen.get(SUBSAMPLE))
                      .withColsampleByTree(chosen.get(COLSAMPLE))
                      .withLambda(chosen.get(LAMBDA))),
          new Candidate(
              "logistic_regression",
              Parameters.CLASSIFICATIONS,
              List.of(EPOCHS, FAST_RATE),
              chosen ->
                  new LogisticRegression()
                      .withEpochs(chosen.get(EPOCHS))
                      .withLearningRate(chosen.get(FAST_RATE))),
          new Candidate(
              "linear_regression",
              Set.of(Task.REGRESSION),
              List.of(LINEAR_EPOCHS, LINEAR_RATE),
              chosen ->
                  new LinearRegression()
                      .withEpochs(chosen.get(LINEAR_EPOCHS))
                      .withLearningRate(chosen.get(LINEAR_RATE))),
          new Candidate(
              "random_forest",
              Parameters.SUPERVISED,
              List.of(FOREST_TREES, FOREST_DEPTH, FOREST_SHARE),
              chosen ->
                  new RandomForest()
                      .withTrees(chosen.get(FOREST_TREES))
                      .withMaxDepth(chosen.get(FOREST_DEPTH))
                      .withFeatureShare(chosen.get(FOREST_SHARE))),
          new Candidate(
              "lib_linear",
              Parameters.SUPERVISED,
              List.of(COST),
              chosen -> new LibLinear().withCost(chosen.get(COST))),
          new Candidate(
              "extra_trees",
              Parameters.SUPERVISED,
              List.of(EXTRA_TREES, EXTRA_DEPTH, EXTRA_SHARE),
              chosen ->
                  new ExtraTrees()
                      .withTrees(chosen.get(EXTRA_TREES))
                      .withMaxDepth(chosen.get(EXTRA_DEPTH))
                      .withFeatureShare(chosen.get(EXTRA_SHARE))),
          new Candidate(
              "factorization_machine",
              Parameters.SUPERVISED,
              List.of(FACTORS, FACTOR_EPOCHS, FACTOR_RATE),
              chosen ->
                  new FactorizationMachine()
                      .withFactors(chosen.get(FACTORS))
                      .withEpochs(chosen.get(FACTOR_EPOCHS))
                      .withLearningRate(chosen.get(FACTOR_RATE))),
          new Candidate(
              "decision_tree",
              Parameters.SUPERVISED,
              List.of(TREE_DEPTH, TREE_ROWS),
              chosen ->
                  new DecisionTree()
                      .withMaxDepth(chosen.get(TREE_DEPTH))
                      .withMinRowsToSplit(chosen.get(TREE_ROWS))),
          new Candidate(
              "ada_boost",
              Parameters.CLASSIFICATIONS,
              List.of(ADA_ROUNDS, ADA_DEPTH),
              chosen ->
                  new AdaBoost()
                      .withRounds(chosen.get(ADA_ROUNDS))
                      .withMaxDepth(chosen.get(ADA_DEPTH))));

  private static final Choice ALGORITHM = choice(CANDIDATES);

  private static Choice choice(List<Candidate> candidates) {
    var names = candidates.stream().map(Candidate::name).toList();
    return new Choice("algorithm", names, names.get(0));
  }

  @Override
  public SearchSpace space() {
    return space(CANDIDATES);
  }

  @Override
  public SearchSpace space(Task task) {
    return space(
        CANDIDATES.stream().filter(candidate -> candidate.tasks().contains(task)).toList());
  }

  private static SearchSpace space(List<Candidate> candidates) {
    var algorithm = choice(candidates);
    var space = SearchSpace.of(algorithm);
    for (var candidate : candidates) {
      space =
          space.when(
              algorithm,
              candidate.name(),
              candidate.parameters().toArray(Hyperparameter<?>[]::new));
    }
    var presets = new ArrayList<Setting>();
    for (var candidate : candidates) {
      presets.add(space.presetWith(Map.of(algorithm.name(), candidate.name())));
    }
    return space.startingWith(presets);
  }

  @Override
  public Algorithm define(Setting chosen) {
    var name = chosen.get(ALGORITHM);
    return CANDIDATES.stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow()
        .make()
        .apply(chosen);
  }
}
