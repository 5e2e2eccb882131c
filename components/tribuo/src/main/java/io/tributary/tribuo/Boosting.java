package io.tributary.tribuo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.digest.Sha256;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.RoundCheckpoints;
import io.tributary.components.trainer.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

  /** Of a digest, enough to tell trainings of one node apart. */
  private static final int DIGITS = 16;

  /** What does not show in the rounds. */
  private static final Set<String> INVISIBLE = Set.of("nthread", "verbosity", "verbose_eval");

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
   * @param kept what earlier attempts have kept, and this one keeps
   * @param name of the label's checkpoints; only those of the same parameters and data are gone on
   *     with
   * @throws IllegalArgumentException if the base is no model of XGBoost
   */
  BoostedTrees fit(TrainingData data, RoundCheckpoints kept, String name)
      throws XGBoostError, IOException, InterruptedException {
    var labels = data.labels();
    training.setLabel(labels.values());
    if (data.weights().isPresent()) {
      training.setWeight(data.weights().get());
    }
    var chosen = new HashMap<>(parameters);
    chosen.putAll(objective(labels));
    var same = name + "-" + digest(chosen, data);
    int count = rounds;
    if (data.evaluation().isPresent() && evaluation.isPresent()) {
      label(evaluation.get(), data.evaluation().get().labels());
      count =
          bestRounds(new Growth(chosen, data, kept, same + "-watched", rounds), evaluation.get());
    }
    return grown(new Growth(chosen, data, kept, same + "-grown", count), count);
  }

  /** The same for rounds that may follow each other, whatever their number is to be. */
  private static String digest(Map<String, Object> chosen, TrainingData data) {
    var told = new TreeMap<>(chosen);
    told.keySet().removeAll(INVISIBLE);
    told.put("rows", data.rows());
    told.put("columns", data.features().columns().size());
    told.put("examples", data.digest());
    return Sha256.hex(told.toString().getBytes(UTF_8)).substring(0, DIGITS);
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

  /** The round after which the loss of the evaluation rows was least, and so many rounds long. */
  private int bestRounds(Growth growth, DMatrix judging)
      throws XGBoostError, IOException, InterruptedException {
    try (growth) {
      while (growth.rounds() < rounds && growth.rounds() - growth.best() < PATIENCE) {
        growth.grow();
        growth.judge(judging);
        growth.offer();
      }
      growth.keep();
      return growth.best();
    }
  }

  private BoostedTrees grown(Growth growth, int count)
      throws XGBoostError, IOException, InterruptedException {
    try (growth) {
      while (growth.rounds() < count) {
        growth.grow();
        growth.offer();
      }
      growth.keep();
      return growth.trees();
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

  /** Trees that grow, from the base, or from where an earlier attempt has stopped. */
  private final class Growth implements AutoCloseable {
    private static final String BEST_ROUND = "best_round";
    private static final String LEAST_LOSS = "least_loss";
    private static final String FORM = "ubj";

    private final TrainingData data;
    private final RoundCheckpoints kept;
    private final String name;
    private final Booster booster;
    private final int before;

    /**
     * Begins, or goes on.
     *
     * @param most rounds that are wanted; what was kept of more is of no use
     */
    Growth(
        Map<String, Object> chosen, TrainingData data, RoundCheckpoints kept, String name, int most)
        throws XGBoostError, IOException {
      this.data = data;
      this.kept = kept;
      this.name = name;
      var begun = base(data);
      before = begun == null ? 0 : begun.getNumBoostedRound();
      var found = kept.find(name);
      if (found.isPresent()) {
        var grown = XGBoost.loadModel(found.get());
        boolean isOfUse = grown.getNumBoostedRound() - before <= most;
        dispose(isOfUse ? begun : grown);
        begun = isOfUse ? grown : begun;
      }
      booster = XGBoost.train(training, chosen, 0, Map.of(), null, null, null, 0, begun);
    }

    private static void dispose(@Nullable Booster unused) {
      if (unused != null) {
        unused.dispose();
      }
    }

    /** So many, since the base. */
    int rounds() throws XGBoostError {
      return booster.getNumBoostedRound() - before;
    }

    void grow() throws XGBoostError, InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted after " + rounds() + " rounds");
      }
      booster.update(training, booster.getNumBoostedRound());
    }

    /** Keeps the trees if it is time to. */
    void offer() throws XGBoostError, IOException {
      kept.offer(name, () -> booster.toByteArray(FORM));
    }

    /** Keeps the trees, since something else comes after them. */
    void keep() throws XGBoostError, IOException {
      kept.put(name, () -> booster.toByteArray(FORM));
    }

    /** Remembers the round if the loss has not been less before. */
    void judge(DMatrix judging) throws XGBoostError {
      var loss = new float[1];
      booster.evalSet(new DMatrix[] {judging}, new String[] {"rows"}, rounds(), loss);
      var least = booster.getAttr(LEAST_LOSS);
      if (Float.isNaN(loss[0])) {
        throw new ArithmeticException(
            "evaluation loss: NaN after "
                + rounds()
                + " rounds (expected: a number); choose a smaller learning rate");
      }
      if (least == null || loss[0] < Float.parseFloat(least)) {
        booster.setAttr(LEAST_LOSS, Float.toString(loss[0]));
        booster.setAttr(BEST_ROUND, Integer.toString(rounds()));
      }
    }

    int best() throws XGBoostError {
      var best = booster.getAttr(BEST_ROUND);
      return best == null ? 0 : Integer.parseInt(best);
    }

    BoostedTrees trees() throws XGBoostError {
      return BoostedTrees.of(booster.toByteArray("json"), data.labels().task());
    }

    @Override
    public void close() {
      booster.dispose();
    }
  }

  @Override
  public void close() {
    training.dispose();
    evaluation.ifPresent(DMatrix::dispose);
  }
}
