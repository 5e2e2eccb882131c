package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.io.Serializable;
import java.util.List;

/** What a model predicts, and hence by which metrics it is judged. */
public sealed interface Task extends Serializable {

  /** As files call it: {@code binary_classification}. */
  String key();

  /** The metrics that are always computed, without those of single classes or labels. */
  List<Metric> metrics();

  /** The metric that tells in one figure how good a model is. */
  Metric headline();

  /** Whether that metric, of some class and at some threshold, is one of this task. */
  default boolean knows(Metric metric) {
    return metric.of().isEmpty()
        && metric.at().isEmpty()
        && metrics().stream().anyMatch(metric::isA);
  }

  /**
   * The probability of a label that is 0 or 1.
   *
   * @param decisionThreshold the score from which on a row is predicted positive, 0 to 1
   */
  record Binary(double decisionThreshold) implements Task {
    private static final List<Metric> METRICS =
        List.of(
            Metric.EXAMPLE_COUNT,
            Metric.POSITIVE_COUNT,
            Metric.WEIGHT,
            Metric.MEAN_LABEL,
            Metric.MEAN_PREDICTION,
            Metric.CALIBRATION,
            Metric.AUC,
            Metric.AVERAGE_PRECISION,
            Metric.PR_AUC,
            Metric.LOG_LOSS,
            Metric.BRIER,
            Metric.EXPECTED_CALIBRATION_ERROR,
            Metric.MAXIMUM_CALIBRATION_ERROR,
            Metric.TRUE_POSITIVES,
            Metric.FALSE_POSITIVES,
            Metric.TRUE_NEGATIVES,
            Metric.FALSE_NEGATIVES,
            Metric.ACCURACY,
            Metric.PRECISION,
            Metric.RECALL,
            Metric.F1,
            Metric.SPECIFICITY,
            Metric.FALSE_POSITIVE_RATE,
            Metric.FALSE_NEGATIVE_RATE,
            Metric.SELECTION_RATE,
            Metric.BALANCED_ACCURACY,
            Metric.MATTHEWS_CORRELATION,
            Metric.COHEN_KAPPA);

    public Binary {
      requireThreshold(decisionThreshold);
    }

    @Override
    public String key() {
      return "binary_classification";
    }

    @Override
    public List<Metric> metrics() {
      return METRICS;
    }

    @Override
    public Metric headline() {
      return Metric.AUC;
    }

    @Override
    public boolean knows(Metric metric) {
      if (metric.of().isPresent()) {
        return false;
      }
      if (metric.at().isEmpty()) {
        return Task.super.knows(metric);
      }
      double at = metric.at().get();
      return at >= 0
          && at <= 1
          && (metric.isA(Metric.PRECISION_AT_RECALL)
              || metric.isA(Metric.RECALL_AT_PRECISION)
              || METRICS.indexOf(Metric.TRUE_POSITIVES) <= indexOf(metric));
    }

    private static int indexOf(Metric metric) {
      for (int i = 0; i < METRICS.size(); i++) {
        if (METRICS.get(i).isA(metric)) {
          return i;
        }
      }
      return -1;
    }
  }

  /** One of several classes, by a probability for each. Texts are the labels. */
  record Multiclass() implements Task {
    private static final List<Metric> METRICS =
        List.of(
            Metric.EXAMPLE_COUNT,
            Metric.UNKNOWN_LABEL_COUNT,
            Metric.WEIGHT,
            Metric.ACCURACY,
            Metric.TOP_K_ACCURACY.at(2),
            Metric.BALANCED_ACCURACY,
            Metric.MACRO_AUC,
            Metric.LOG_LOSS,
            Metric.MACRO_PRECISION,
            Metric.MACRO_RECALL,
            Metric.MACRO_F1,
            Metric.MICRO_PRECISION,
            Metric.MICRO_RECALL,
            Metric.MICRO_F1,
            Metric.WEIGHTED_PRECISION,
            Metric.WEIGHTED_RECALL,
            Metric.WEIGHTED_F1,
            Metric.MATTHEWS_CORRELATION,
            Metric.COHEN_KAPPA);

    /** Of every class, too. */
    static final List<Metric> OF_CLASS =
        List.of(Metric.SUPPORT, Metric.PRECISION, Metric.RECALL, Metric.F1, Metric.AUC);

    @Override
    public String key() {
      return "multiclass_classification";
    }

    @Override
    public List<Metric> metrics() {
      return METRICS;
    }

    @Override
    public Metric headline() {
      return Metric.ACCURACY;
    }

    @Override
    public boolean knows(Metric metric) {
      if (metric.of().isPresent()) {
        return metric.at().isEmpty() && OF_CLASS.stream().anyMatch(metric::isA);
      }
      return metric.isA(Metric.TOP_K_ACCURACY) ? isRank(metric) : Task.super.knows(metric);
    }
  }

  /**
   * Several labels that are each 0 or 1, by a probability for each.
   *
   * @param decisionThreshold the probability from which on a label is predicted, 0 to 1
   */
  record Multilabel(double decisionThreshold) implements Task {
    private static final List<Metric> METRICS =
        List.of(
            Metric.EXAMPLE_COUNT,
            Metric.WEIGHT,
            Metric.EXACT_MATCH,
            Metric.HAMMING_LOSS,
            Metric.JACCARD,
            Metric.MACRO_AUC,
            Metric.MACRO_PRECISION,
            Metric.MACRO_RECALL,
            Metric.MACRO_F1,
            Metric.MICRO_PRECISION,
            Metric.MICRO_RECALL,
            Metric.MICRO_F1,
            Metric.WEIGHTED_PRECISION,
            Metric.WEIGHTED_RECALL,
            Metric.WEIGHTED_F1,
            Metric.SAMPLES_PRECISION,
            Metric.SAMPLES_RECALL,
            Metric.SAMPLES_F1);

    /** Of every label, too. */
    static final List<Metric> OF_LABEL =
        List.of(
            Metric.SUPPORT,
            Metric.MEAN_PREDICTION,
            Metric.PRECISION,
            Metric.RECALL,
            Metric.F1,
            Metric.AUC,
            Metric.AVERAGE_PRECISION,
            Metric.LOG_LOSS,
            Metric.BRIER);

    public Multilabel {
      requireThreshold(decisionThreshold);
    }

    @Override
    public String key() {
      return "multilabel_classification";
    }

    @Override
    public List<Metric> metrics() {
      return METRICS;
    }

    @Override
    public Metric headline() {
      return Metric.MACRO_F1;
    }

    @Override
    public boolean knows(Metric metric) {
      return metric.of().isPresent()
          ? metric.at().isEmpty() && OF_LABEL.stream().anyMatch(metric::isA)
          : Task.super.knows(metric);
    }
  }

  /** A number. */
  record Regression() implements Task {
    private static final List<Metric> METRICS =
        List.of(
            Metric.EXAMPLE_COUNT,
            Metric.ZERO_LABEL_COUNT,
            Metric.WEIGHT,
            Metric.MEAN_LABEL,
            Metric.MEAN_PREDICTION,
            Metric.CALIBRATION,
            Metric.MEAN_ABSOLUTE_ERROR,
            Metric.MEDIAN_ABSOLUTE_ERROR,
            Metric.MAXIMUM_ERROR,
            Metric.MEAN_SQUARED_ERROR,
            Metric.ROOT_MEAN_SQUARED_ERROR,
            Metric.MEAN_ABSOLUTE_PERCENTAGE_ERROR,
            Metric.MEAN_SQUARED_LOGARITHMIC_ERROR,
            Metric.R_SQUARED,
            Metric.SQUARED_CORRELATION);

    @Override
    public String key() {
      return "regression";
    }

    @Override
    public List<Metric> metrics() {
      return METRICS;
    }

    @Override
    public Metric headline() {
      return Metric.ROOT_MEAN_SQUARED_ERROR;
    }
  }

  /**
   * A score by which the rows of each query are ordered, the highest first. The label is how
   * relevant a row is to its query, 0 or more. Rows are not weighted.
   *
   * @param query the column whose value the rows of a query share
   */
  record Ranking(String query) implements Task {
    private static final List<Metric> METRICS =
        List.of(
            Metric.EXAMPLE_COUNT,
            Metric.QUERY_COUNT,
            Metric.QUERIES_WITHOUT_RELEVANT,
            Metric.NDCG.at(5),
            Metric.NDCG.at(10),
            Metric.EXPONENTIAL_NDCG.at(5),
            Metric.EXPONENTIAL_NDCG.at(10),
            Metric.RELEVANT_NDCG.at(5),
            Metric.RELEVANT_NDCG.at(10),
            Metric.QUERY_PRECISION.at(5),
            Metric.QUERY_PRECISION.at(10),
            Metric.MEAN_RECIPROCAL_RANK);

    public Ranking {
      requireNonNull(query, "query");
    }

    @Override
    public String key() {
      return "ranking";
    }

    @Override
    public List<Metric> metrics() {
      return METRICS;
    }

    @Override
    public Metric headline() {
      return Metric.NDCG.at(10);
    }

    @Override
    public boolean knows(Metric metric) {
      return metric.of().isEmpty() && METRICS.stream().anyMatch(metric::isA) && isRanked(metric);
    }

    private static boolean isRanked(Metric metric) {
      return METRICS.stream().anyMatch(known -> known.isA(metric) && known.at().isPresent())
          ? isRank(metric)
          : metric.at().isEmpty();
    }
  }

  private static boolean isRank(Metric metric) {
    double at = metric.at().orElse(0.0);
    return at >= 1 && at == Math.rint(at) && at <= Integer.MAX_VALUE;
  }

  private static void requireThreshold(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          new Explanation(
                  "evaluation > decisionThreshold",
                  String.valueOf(threshold),
                  "a probability, 0 to 1",
                  "leave it out for 0.5")
              .toString());
    }
  }
}
