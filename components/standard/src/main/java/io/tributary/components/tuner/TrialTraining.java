package io.tributary.components.tuner;

import io.tributary.components.evaluator.Evaluation;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.PredictionMetrics;
import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.transform.Task;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trains with a setting and judges what comes of it on rows that it has not seen, as an Evaluator
 * would judge the model.
 *
 * @param train with all weights
 * @param hasRowWeights whether rows count as much as a column of theirs says
 * @param hasClassWeights whether they count as much as their class
 */
record TrialTraining(
    TunableTraining training,
    SearchSpace space,
    Resource resource,
    TrainingData train,
    TrainingData heldOut,
    boolean hasRowWeights,
    boolean hasClassWeights,
    Metric metric,
    long seed,
    TrialRounds rounds)
    implements Objective {

  @Override
  public Score of(Proposal proposal) throws Exception {
    boolean hasAll = proposal.share() >= 1;
    var setting = proposal.setting();
    if (!hasAll && resource instanceof Resource.Steps steps) {
      setting = steps.share(space, setting, proposal.share());
    }
    var algorithm = training.define(setting);
    var task = train.labels().task();
    if (!algorithm.tasks().contains(task)) {
      throw new IllegalArgumentException(algorithm + " does no " + task);
    }
    if ((hasRowWeights && !algorithm.weighsRows())
        || (hasClassWeights && !algorithm.weighsClasses())) {
      throw new IllegalArgumentException(algorithm + " gives all rows the same weight");
    }
    boolean hasSomeRows = !hasAll && resource instanceof Resource.Rows;
    var data = hasSomeRows ? RowShare.of(train, proposal.share()) : train;
    var stopped = algorithm.stopsEarly() ? data : data.withoutEvaluation();
    var model = rounds.fit(proposal, kept -> algorithm.fit(stopped, seed, kept));
    return score(asServed(model.predict(heldOut.features()), task));
  }

  /** How somebody does who tells the same of every row: the least that is asked of a model. */
  Score ofConstant() {
    return score(Constant.of(train.labels()).predictions(heldOut.rows()));
  }

  /** A model gives its predictions in single precision. */
  private static double[] asServed(double[] predictions, Task task) {
    for (int i = 0; i < predictions.length; i++) {
      double served = (float) predictions[i];
      boolean isRight =
          task == Task.REGRESSION ? Double.isFinite(served) : served >= 0 && served <= 1;
      if (!isRight) {
        throw new ArithmeticException(
            "it predicts " + predictions[i] + " for a held-out row: training has diverged");
      }
      predictions[i] = served;
    }
    return predictions;
  }

  private Score score(double[] predictions) {
    var labels = heldOut.labels();
    var evaluation = evaluation(labels.task()).measure(metric);
    var metrics =
        new PredictionMetrics(evaluation, labels.outputNames())
            .of(judgedLabels(labels), predictions);
    var named = new LinkedHashMap<String, Double>();
    metrics.forEach(
        (known, value) -> {
          if (known.better() != Metric.Better.NEITHER) {
            named.put(known.key(), value);
          }
        });
    return new Score(value(metrics), named);
  }

  private double value(Map<Metric, Double> metrics) {
    return metrics.getOrDefault(metric, Double.NaN);
  }

  /** A class that training lacks has the number behind those of all classes. */
  private static double[] judgedLabels(Labels labels) {
    var judged = new double[labels.values().length];
    for (int i = 0; i < judged.length; i++) {
      float value = labels.values()[i];
      boolean isUnknown = labels.task() == Task.MULTICLASS_CLASSIFICATION && value < 0;
      judged[i] = isUnknown ? labels.classes().size() : value;
    }
    return judged;
  }

  /**
   * How models of a task are judged.
   *
   * @throws IllegalArgumentException for a clustering, which nothing can be held against
   */
  static Evaluation evaluation(Task task) {
    return switch (task) {
      case BINARY_CLASSIFICATION -> Evaluation.binary();
      case MULTICLASS_CLASSIFICATION -> Evaluation.multiclass();
      case MULTILABEL_CLASSIFICATION -> Evaluation.multilabel();
      case REGRESSION -> Evaluation.regression();
      case CLUSTERING -> throw new IllegalArgumentException("there is no judging a clustering");
    };
  }

  /** By which models of a task are ranked when nobody chooses. */
  static Metric usualMetric(Task task) {
    return switch (task) {
      case BINARY_CLASSIFICATION -> Metric.AUC;
      case MULTICLASS_CLASSIFICATION -> Metric.LOG_LOSS;
      case MULTILABEL_CLASSIFICATION -> Metric.MACRO_AUC;
      case REGRESSION -> Metric.ROOT_MEAN_SQUARED_ERROR;
      case CLUSTERING -> throw new IllegalArgumentException("there is no judging a clustering");
    };
  }
}
