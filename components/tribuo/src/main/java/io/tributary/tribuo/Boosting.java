package io.tributary.tribuo;

import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/**
 * Boosts trees over rows that XGBoost holds outside the heap, for one label after the other. Not
 * thread-safe.
 */
final class Boosting implements AutoCloseable {
  /** So many rounds without a lower loss are enough. */
  private static final int PATIENCE = 10;

  private final Map<String, Object> parameters;
  private final int rounds;
  private final DMatrix training;
  private final Optional<DMatrix> evaluation;

  /**
   * Hands rows over.
   *
   * @param data whose features, and those of whose evaluation, are handed over
   * @param parameters of XGBoost, but for the objective
   * @param rounds at most
   */
  Boosting(
      OneHotLayout layout,
      TrainingData data,
      Map<String, Object> parameters,
      int rounds,
      int threads)
      throws XGBoostError {
    this.parameters = parameters;
    this.rounds = rounds;
    training = layout.matrix(data.features(), threads);
    evaluation =
        data.evaluation().isPresent()
            ? Optional.of(layout.matrix(data.evaluation().get().features(), threads))
            : Optional.empty();
  }

  /**
   * Boosts trees for one label.
   *
   * @param data the rows that were handed over, with one label
   * @throws IllegalArgumentException if the base is no model of XGBoost
   */
  BoostedTrees fit(TrainingData data) throws XGBoostError, IOException {
    var labels = data.labels();
    training.setLabel(labels.values());
    if (data.weights().isPresent()) {
      training.setWeight(data.weights().get());
    }
    var chosen = new HashMap<>(parameters);
    chosen.putAll(objective(labels));
    if (data.evaluation().isEmpty() || evaluation.isEmpty()) {
      return grown(chosen, rounds, data);
    }
    label(evaluation.get(), data.evaluation().get().labels());
    return grown(chosen, bestRounds(chosen, data, evaluation.get()), data);
  }

  private static Map<String, Object> objective(Labels labels) {
    return switch (labels.task()) {
      case REGRESSION -> Map.of("objective", "reg:squarederror");
      case MULTICLASS_CLASSIFICATION ->
          Map.of("objective", "multi:softprob", "num_class", labels.classes().size());
      default -> Map.of("objective", "binary:logistic");
    };
  }

  /** Rows of unknown classes, −1, do not count. */
  private static void label(DMatrix matrix, Labels labels) throws XGBoostError {
    var values = labels.values().clone();
    var weights = new float[values.length];
    Arrays.fill(weights, 1);
    for (int row = 0; row < values.length; row++) {
      if (!labels.classes().isEmpty() && values[row] < 0) {
        values[row] = 0;
        weights[row] = 0;
      }
    }
    matrix.setLabel(values);
    matrix.setWeight(weights);
  }

  private int bestRounds(Map<String, Object> chosen, TrainingData data, DMatrix judging)
      throws XGBoostError, IOException {
    var booster =
        XGBoost.train(
            training,
            chosen,
            rounds,
            Map.of("evaluation", judging),
            null,
            null,
            null,
            PATIENCE,
            base(data));
    try {
      return Integer.parseInt(booster.getAttr("best_iteration")) + 1;
    } finally {
      booster.dispose();
    }
  }

  private BoostedTrees grown(Map<String, Object> chosen, int count, TrainingData data)
      throws XGBoostError, IOException {
    var booster = XGBoost.train(training, chosen, count, Map.of(), null, null, null, 0, base(data));
    try {
      return BoostedTrees.of(booster.toByteArray("json"), data.labels().task());
    } finally {
      booster.dispose();
    }
  }

  private static @Nullable Booster base(TrainingData data) throws XGBoostError, IOException {
    if (data.base().isEmpty()) {
      return null;
    }
    var file = data.base().get().resolve(XgBoostModel.FILE);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "base model: no " + XgBoostModel.FILE + " (expected: a model of XGBoost)");
    }
    return XGBoost.loadModel(Files.readAllBytes(file));
  }

  @Override
  public void close() {
    training.dispose();
    evaluation.ifPresent(DMatrix::dispose);
  }
}
