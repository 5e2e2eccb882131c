package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.RoundCheckpoints;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Gradient boosted trees of XGBoost, by histograms. Objectives: logistic for a binary
 * classification and for each label of a multi-label one, which has trees of its own; softmax for a
 * multi-class classification, with a tree for each class in every round; squared error for a
 * regression. The meaning of every hyper-parameter is XGBoost's.
 *
 * <p>An id is an indicator of its own: a split asks whether a row has it. What a row has not is not
 * stored, so that a column of many ids costs as much as one number.
 *
 * <p>Fitting takes, for every number and id of a row that is in range, 8 bytes of the heap and up
 * to 24 outside it, besides the features themselves. Of many rows all processors are used; how many
 * there are does not show in the result.
 *
 * <p>A training that was interrupted goes on from the rounds that were kept, at most half a minute
 * old, to the very same model.
 *
 * <p>With evaluation rows it stops when their loss (logarithmic, or the root of the mean square)
 * has not been less for ten rounds, and keeps the rounds up to the least; these are then grown once
 * more. From a base model it adds rounds to the base's.
 *
 * @param rounds trees, or trees of each class; at least 1, default 100
 * @param maxDepth of a tree; 1 to 32, default 6
 * @param learningRate share of a tree that is added; above 0, at most 1, default 0.1
 * @param minChildWeight least sum of second derivatives in a leaf; at least 0, default 1
 * @param subsample share of the rows that a tree is grown from; above 0, at most 1, default 1
 * @param colsampleByTree share of numbers and single ids that a tree chooses among; above 0, at
 *     most 1, default 1
 * @param lambda L2 penalty on the values of leaves; at least 0, default 1
 * @param gamma least gain of a split; at least 0, default 0
 */
public record XgBoost(
    int rounds,
    int maxDepth,
    double learningRate,
    double minChildWeight,
    double subsample,
    double colsampleByTree,
    double lambda,
    double gamma)
    implements Algorithm {
  private static final int DEEPEST = 32;

  /** For fewer rows, threads wait for each other longer than they work. */
  private static final int ROWS_PER_THREAD = 10_000;

  private static final String SHARE = "> 0 and <= 1";
  private static final String NOT_NEGATIVE = ">= 0";

  public XgBoost {
    Parameters.require("rounds", rounds, rounds >= 1, ">= 1");
    Parameters.require(
        "maxDepth", maxDepth, maxDepth >= 1 && maxDepth <= DEEPEST, "1 to " + DEEPEST);
    Parameters.require("learningRate", learningRate, isShare(learningRate), SHARE);
    Parameters.require(
        "minChildWeight", minChildWeight, isNotNegative(minChildWeight), NOT_NEGATIVE);
    Parameters.require("subsample", subsample, isShare(subsample), SHARE);
    Parameters.require("colsampleByTree", colsampleByTree, isShare(colsampleByTree), SHARE);
    Parameters.require("lambda", lambda, isNotNegative(lambda), NOT_NEGATIVE);
    Parameters.require("gamma", gamma, isNotNegative(gamma), NOT_NEGATIVE);
  }

  private static boolean isShare(double value) {
    return value > 0 && value <= 1;
  }

  private static boolean isNotNegative(double value) {
    return value >= 0 && value <= Float.MAX_VALUE;
  }

  /** With defaults. */
  public XgBoost() {
    this(100, 6, 0.1, 1, 1, 1, 1, 0);
  }

  public XgBoost withRounds(int newRounds) {
    return new XgBoost(
        newRounds,
        maxDepth,
        learningRate,
        minChildWeight,
        subsample,
        colsampleByTree,
        lambda,
        gamma);
  }

  public XgBoost withMaxDepth(int newMaxDepth) {
    return new XgBoost(
        rounds,
        newMaxDepth,
        learningRate,
        minChildWeight,
        subsample,
        colsampleByTree,
        lambda,
        gamma);
  }

  public XgBoost withLearningRate(double newLearningRate) {
    return new XgBoost(
        rounds,
        maxDepth,
        newLearningRate,
        minChildWeight,
        subsample,
        colsampleByTree,
        lambda,
        gamma);
  }

  public XgBoost withMinChildWeight(double newMinChildWeight) {
    return new XgBoost(
        rounds,
        maxDepth,
        learningRate,
        newMinChildWeight,
        subsample,
        colsampleByTree,
        lambda,
        gamma);
  }

  public XgBoost withSubsample(double newSubsample) {
    return new XgBoost(
        rounds,
        maxDepth,
        learningRate,
        minChildWeight,
        newSubsample,
        colsampleByTree,
        lambda,
        gamma);
  }

  public XgBoost withColsampleByTree(double newColsampleByTree) {
    return new XgBoost(
        rounds,
        maxDepth,
        learningRate,
        minChildWeight,
        subsample,
        newColsampleByTree,
        lambda,
        gamma);
  }

  public XgBoost withLambda(double newLambda) {
    return new XgBoost(
        rounds,
        maxDepth,
        learningRate,
        minChildWeight,
        subsample,
        colsampleByTree,
        newLambda,
        gamma);
  }

  public XgBoost withGamma(double newGamma) {
    return new XgBoost(
        rounds,
        maxDepth,
        learningRate,
        minChildWeight,
        subsample,
        colsampleByTree,
        lambda,
        newGamma);
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
  public boolean stopsEarly() {
    return true;
  }

  @Override
  public boolean startsWarm() {
    return true;
  }

  @Override
  public FittedModel fit(TrainingData data, long seed)
      throws XGBoostError, IOException, InterruptedException {
    return fit(data, seed, RoundCheckpoints.none());
  }

  @Override
  public FittedModel fit(TrainingData data, long seed, RoundCheckpoints kept)
      throws XGBoostError, IOException, InterruptedException {
    int processors = Runtime.getRuntime().availableProcessors();
    return fit(data, seed, kept, Math.max(1, Math.min(processors, data.rows() / ROWS_PER_THREAD)));
  }

  FittedModel fit(TrainingData data, long seed, RoundCheckpoints kept, int threads)
      throws XGBoostError, IOException, InterruptedException {
    var layout = OneHotLayout.of(data.features());
    var boosters = new ArrayList<BoostedTrees>();
    try (var boosting = new Boosting(layout, data, parameters(seed, threads), rounds, threads)) {
      if (data.labels().task() == Task.MULTILABEL_CLASSIFICATION) {
        for (int i = 0; i < data.labels().names().size(); i++) {
          boosters.add(boosting.fit(data.withLabel(i), kept, "label-" + i));
        }
      } else {
        boosters.add(boosting.fit(data, kept, "label-0"));
      }
    }
    return new XgBoostModel(data.labels(), layout, List.copyOf(boosters), hyperParameters());
  }

  private Map<String, Object> parameters(long seed, int threads) {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("tree_method", "hist");
    parameters.put("max_depth", maxDepth);
    parameters.put("eta", learningRate);
    parameters.put("min_child_weight", minChildWeight);
    parameters.put("subsample", subsample);
    parameters.put("colsample_bytree", colsampleByTree);
    parameters.put("lambda", lambda);
    parameters.put("gamma", gamma);
    parameters.put("seed", Math.floorMod(seed, Integer.MAX_VALUE));
    // What a round draws then depends on nothing but its number: rounds may be interrupted.
    parameters.put("seed_per_iteration", true);
    parameters.put("nthread", threads);
    parameters.put("verbosity", 0);
    parameters.put("verbose_eval", 0);
    return parameters;
  }

  private Map<String, Object> hyperParameters() {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("rounds", rounds);
    parameters.put("max_depth", maxDepth);
    parameters.put("learning_rate", learningRate);
    parameters.put("min_child_weight", minChildWeight);
    parameters.put("subsample", subsample);
    parameters.put("colsample_bytree", colsampleByTree);
    parameters.put("lambda", lambda);
    parameters.put("gamma", gamma);
    return parameters;
  }
}
