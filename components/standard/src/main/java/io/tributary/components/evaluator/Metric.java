package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A figure about the predictions for rows whose label is known. Below, {@code w} is a row's weight
 * (1 unless the evaluation names a weight column), {@code W} the sum of weights, {@code tp}, {@code
 * fp}, {@code tn}, {@code fn} sums of weights: a row is predicted positive when its score is not
 * below the evaluation's decision threshold, or the one given by {@link #at}.
 *
 * <p>The definitions are scikit-learn's. A figure that its definition leaves open, such as the AUC
 * of rows of one class, is undefined, never 0, unless said below. Where {@code W} is 0 only the
 * counts and the weight are defined.
 *
 * <p>Written {@code auc}, {@code precision@0.25} (at a threshold), {@code recall[Cash]} (of a class
 * or label), {@code ndcg@10}.
 *
 * @param name lower case letters, digits and underscores
 * @param of the class or label that it is about; empty if it is about all
 * @param at the threshold, share or rank that it is taken at; empty if it has none, or that of the
 *     evaluation
 * @param better which of two values is the better one
 */
public record Metric(String name, Optional<String> of, Optional<Double> at, Better better)
    implements Serializable {

  /** Which of two values is the better one. */
  public enum Better {
    HIGHER,
    LOWER,
    NEITHER
  }

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** Rows with a label. */
  public static final Metric EXAMPLE_COUNT = neither("example_count");

  /** {@code W}. */
  public static final Metric WEIGHT = neither("weight");

  /** Rows whose label is 1, whatever their weight. */
  public static final Metric POSITIVE_COUNT = neither("positive_count");

  /** Weighted mean of the label. */
  public static final Metric MEAN_LABEL = neither("mean_label");

  /** Weighted mean of the score or prediction. */
  public static final Metric MEAN_PREDICTION = neither("mean_prediction");

  /** Mean prediction over mean label; undefined where that is 0. */
  public static final Metric CALIBRATION = neither("calibration");

  /**
   * Area under the ROC curve, exact: the probability that a positive scores above a negative, ties
   * counting half, pairs weighted by the product of their weights. Undefined with one class only.
   * Of a class: of this class against the rest.
   */
  public static final Metric AUC = higher("auc");

  /**
   * Sum over distinct scores, descending, of the step in recall times the precision. Undefined
   * without positives.
   */
  public static final Metric AVERAGE_PRECISION = higher("average_precision");

  /**
   * Area under the precision-recall curve by trapezoids, from recall 0 at precision 1. Undefined
   * with one class only.
   */
  public static final Metric PR_AUC = higher("pr_auc");

  /**
   * Weighted mean of −ln of the score given to the true class; scores clipped to 2⁻⁵² from 0 and 1.
   */
  public static final Metric LOG_LOSS = lower("log_loss");

  /** Weighted mean of the squared difference of score and label. */
  public static final Metric BRIER = lower("brier");

  /**
   * Ten bins of equal width over the score; mean over the bins, by weight, of |mean score − mean
   * label|.
   */
  public static final Metric EXPECTED_CALIBRATION_ERROR = lower("expected_calibration_error");

  /** The largest |mean score − mean label| of the ten bins. */
  public static final Metric MAXIMUM_CALIBRATION_ERROR = lower("maximum_calibration_error");

  public static final Metric TRUE_POSITIVES = neither("true_positives");
  public static final Metric FALSE_POSITIVES = neither("false_positives");
  public static final Metric TRUE_NEGATIVES = neither("true_negatives");
  public static final Metric FALSE_NEGATIVES = neither("false_negatives");

  /** {@code (tp + tn) / W}; of classes, the share of rows whose class is predicted. */
  public static final Metric ACCURACY = higher("accuracy");

  /** {@code tp / (tp + fp)}; undefined when nothing is predicted positive, 0 then of a class. */
  public static final Metric PRECISION = higher("precision");

  /** {@code tp / (tp + fn)}; undefined without positives, 0 then of a class. */
  public static final Metric RECALL = higher("recall");

  /** {@code 2 tp / (2 tp + fp + fn)}; undefined when that divides by 0, 0 then of a class. */
  public static final Metric F1 = higher("f1");

  /** {@code tn / (tn + fp)}; undefined without negatives. */
  public static final Metric SPECIFICITY = higher("specificity");

  /** {@code fp / (fp + tn)}; undefined without negatives. */
  public static final Metric FALSE_POSITIVE_RATE = lower("false_positive_rate");

  /** {@code fn / (fn + tp)}; undefined without positives. */
  public static final Metric FALSE_NEGATIVE_RATE = lower("false_negative_rate");

  /** {@code (tp + fp) / W}: the share that is predicted positive. */
  public static final Metric SELECTION_RATE = neither("selection_rate");

  /**
   * Mean of recall and specificity, undefined with one class only; of several classes the mean
   * recall of those that have rows.
   */
  public static final Metric BALANCED_ACCURACY = higher("balanced_accuracy");

  /**
   * {@code (tp tn − fp fn) / √((tp + fp)(tp + fn)(tn + fp)(tn + fn))}, and its generalisation to
   * several classes (Gorodkin 2004); 0 when a factor is 0, as in scikit-learn.
   */
  public static final Metric MATTHEWS_CORRELATION = higher("matthews_correlation");

  /**
   * {@code (a − e) / (1 − e)} for accuracy {@code a} and the accuracy {@code e} that chance would
   * have with the same shares of labels and of predictions; undefined where {@code e} is 1.
   */
  public static final Metric COHEN_KAPPA = higher("cohen_kappa");

  /** The largest precision at a threshold where recall is at least {@link #at}. */
  public static final Metric PRECISION_AT_RECALL = higher("precision_at_recall");

  /**
   * The largest recall at a threshold where precision is at least {@link #at}; 0 where it never is.
   */
  public static final Metric RECALL_AT_PRECISION = higher("recall_at_precision");

  /** Weighted mean of |prediction − label|. */
  public static final Metric MEAN_ABSOLUTE_ERROR = lower("mean_absolute_error");

  /** Weighted mean of (prediction − label)². */
  public static final Metric MEAN_SQUARED_ERROR = lower("mean_squared_error");

  /** Root of the {@link #MEAN_SQUARED_ERROR}. */
  public static final Metric ROOT_MEAN_SQUARED_ERROR = lower("root_mean_squared_error");

  /**
   * Weighted mean of |prediction − label| / |label|, a fraction, over rows whose label is not 0;
   * undefined without such rows.
   */
  public static final Metric MEAN_ABSOLUTE_PERCENTAGE_ERROR =
      lower("mean_absolute_percentage_error");

  /**
   * Weighted mean of (ln(1 + prediction) − ln(1 + label))²; undefined where one of these is not
   * above −1.
   */
  public static final Metric MEAN_SQUARED_LOGARITHMIC_ERROR =
      lower("mean_squared_logarithmic_error");

  /**
   * Middle of |prediction − label|, whatever the weights; between two, their mean. Beyond 2²⁰
   * different errors to the bits that {@link EvaluationResult#droppedBits()} leaves.
   */
  public static final Metric MEDIAN_ABSOLUTE_ERROR = lower("median_absolute_error");

  /** The largest |prediction − label|, whatever the weights. */
  public static final Metric MAXIMUM_ERROR = lower("maximum_error");

  /**
   * {@code 1 − Σw(label − prediction)² / Σw(label − mean label)²}; undefined where all labels are
   * equal.
   */
  public static final Metric R_SQUARED = higher("r_squared");

  /**
   * The square of Pearson's correlation of label and prediction; undefined where one is constant.
   */
  public static final Metric SQUARED_CORRELATION = higher("squared_correlation");

  /** Rows whose label is 0. */
  public static final Metric ZERO_LABEL_COUNT = neither("zero_label_count");

  /** The share of rows with fewer than {@link #at} classes scoring above the true one. */
  public static final Metric TOP_K_ACCURACY = higher("top_k_accuracy");

  /** Rows whose label is none of the model's classes: what is predicted for them is wrong. */
  public static final Metric UNKNOWN_LABEL_COUNT = neither("unknown_label_count");

  /** Sum of the weights of the rows of a class, or with a label. */
  public static final Metric SUPPORT = neither("support");

  /** Plain mean of {@link #AUC} of the classes or labels where it is defined. */
  public static final Metric MACRO_AUC = higher("macro_auc");

  /** Plain mean of the precision of all classes or labels. */
  public static final Metric MACRO_PRECISION = higher("macro_precision");

  /** Plain mean of the recall of all classes or labels. */
  public static final Metric MACRO_RECALL = higher("macro_recall");

  /** Plain mean of the F1 of all classes or labels. */
  public static final Metric MACRO_F1 = higher("macro_f1");

  /** Precision of the sums of tp and fp of all classes or labels. */
  public static final Metric MICRO_PRECISION = higher("micro_precision");

  /** Recall of the sums of tp and fn of all classes or labels. */
  public static final Metric MICRO_RECALL = higher("micro_recall");

  /** F1 of the sums of tp, fp and fn of all classes or labels. */
  public static final Metric MICRO_F1 = higher("micro_f1");

  /** Mean of the precision of classes or labels, weighted by {@link #SUPPORT}. */
  public static final Metric WEIGHTED_PRECISION = higher("weighted_precision");

  /** Mean of the recall of classes or labels, weighted by {@link #SUPPORT}. */
  public static final Metric WEIGHTED_RECALL = higher("weighted_recall");

  /** Mean of the F1 of classes or labels, weighted by {@link #SUPPORT}. */
  public static final Metric WEIGHTED_F1 = higher("weighted_f1");

  /** Weighted mean over rows of the precision among a row's labels; 0 for a row where undefined. */
  public static final Metric SAMPLES_PRECISION = higher("samples_precision");

  /** Weighted mean over rows of the recall among a row's labels; 0 for a row where undefined. */
  public static final Metric SAMPLES_RECALL = higher("samples_recall");

  /** Weighted mean over rows of the F1 among a row's labels; 0 for a row where undefined. */
  public static final Metric SAMPLES_F1 = higher("samples_f1");

  /** Weighted mean over rows of |both| / |either| of true and predicted labels; 0 without any. */
  public static final Metric JACCARD = higher("jaccard");

  /** The share of labels that are predicted wrongly. */
  public static final Metric HAMMING_LOSS = lower("hamming_loss");

  /** The share of rows all of whose labels are predicted. */
  public static final Metric EXACT_MATCH = higher("exact_match");

  /** Queries with at least two rows: those that the ranking metrics are about. */
  public static final Metric QUERY_COUNT = neither("query_count");

  /** Queries among these without a row of positive relevance. */
  public static final Metric QUERIES_WITHOUT_RELEVANT = neither("queries_without_relevant");

  /**
   * Mean over queries of the discounted cumulative gain Σ relevance / log₂(1 + rank) of the first
   * {@link #at} ranks over that of the best order. Tied rows share the mean of their gains; a query
   * without relevant rows counts 0.
   */
  public static final Metric NDCG = higher("ndcg");

  /** {@link #NDCG} with the gain 2^relevance − 1. */
  public static final Metric EXPONENTIAL_NDCG = higher("exponential_ndcg");

  /** {@link #NDCG}, queries without relevant rows left out. */
  public static final Metric RELEVANT_NDCG = higher("relevant_ndcg");

  /**
   * Mean over queries of 1 / rank of the first relevant row, 0 without one; tied rows that are not
   * relevant rank before it.
   */
  public static final Metric MEAN_RECIPROCAL_RANK = higher("mean_reciprocal_rank");

  /**
   * Mean over queries of the share of relevant rows among the first {@link #at} ranks, or among all
   * rows of a query that has fewer; of tied rows across the last of these ranks a share counts.
   */
  public static final Metric QUERY_PRECISION = higher("query_precision");

  private static final Pattern KEY =
      Pattern.compile("(?s)([a-z][a-z0-9_]*)(?:\\[(.*)])?(?:@([0-9.eE+-]+))?");
  private static final Map<String, Metric> KNOWN =
      Arrays.stream(Metric.class.getFields())
          .filter(field -> field.getType() == Metric.class)
          .map(Metric::constant)
          .collect(Collectors.toUnmodifiableMap(Metric::name, Function.identity()));

  public Metric {
    requireNonNull(of, "of");
    requireNonNull(at, "at");
    requireNonNull(better, "better");
    if (!NAME.matcher(name).matches() || !Double.isFinite(at.orElse(0.0))) {
      throw new IllegalArgumentException(
          new Explanation(
                  "metric",
                  name + at.map(value -> "@" + value).orElse(""),
                  "a name of lower case letters, digits and underscores, and finite numbers",
                  "use the constants of Metric")
              .toString());
    }
  }

  private static Metric constant(java.lang.reflect.Field field) {
    try {
      return (Metric) requireNonNull(field.get(null));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " is public", e);
    }
  }

  private static Metric higher(String name) {
    return new Metric(name, Optional.empty(), Optional.empty(), Better.HIGHER);
  }

  private static Metric lower(String name) {
    return new Metric(name, Optional.empty(), Optional.empty(), Better.LOWER);
  }

  private static Metric neither(String name) {
    return new Metric(name, Optional.empty(), Optional.empty(), Better.NEITHER);
  }

  /**
   * Reads a {@link #key}. A name that is none of the constants' is that of a metric of the user's.
   *
   * @throws IllegalArgumentException if it is not in the form of one
   */
  public static Metric parse(String key) {
    var parts = KEY.matcher(key);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "metric", key, "such as auc, precision@0.25 or recall[Cash]", "correct it")
              .toString());
    }
    var known = KNOWN.get(parts.group(1));
    return new Metric(
        parts.group(1),
        Optional.ofNullable(parts.group(2)),
        Optional.ofNullable(parts.group(3)).map(Double::valueOf),
        known == null ? Better.NEITHER : known.better);
  }

  /**
   * A metric of the user's, see {@link CustomMetric}.
   *
   * @param name lower case letters, digits and underscores, none of the names above
   */
  public static Metric custom(String name, Better better) {
    if (KNOWN.containsKey(name)) {
      throw new IllegalArgumentException(
          new Explanation("metric", name, "a name that is not taken", "choose another").toString());
    }
    return new Metric(name, Optional.empty(), Optional.empty(), better);
  }

  /** The same of one class or label. */
  public Metric of(String classOrLabel) {
    return new Metric(name, Optional.of(classOrLabel), at, better);
  }

  /** The same at a threshold, from 0 to 1, or at a rank, from 1 on. */
  public Metric at(double thresholdOrRank) {
    return new Metric(name, of, Optional.of(thresholdOrRank), better);
  }

  /** The name in files: {@code false_positive_rate}, {@code recall[Cash]}, {@code ndcg@10}. */
  public String key() {
    return name
        + of.map(which -> "[" + which + "]").orElse("")
        + at.map(
                value ->
                    "@"
                        + new BigDecimal(Double.toString(value))
                            .stripTrailingZeros()
                            .toPlainString())
            .orElse("");
  }

  /** Whether it is a number of rows or queries. */
  public boolean isCount() {
    return name.endsWith("_count") || name.startsWith("queries_");
  }

  /** Whether it is a sum of weights: a number of rows where these are not weighted. */
  private boolean isWeight() {
    return name.equals(WEIGHT.name)
        || name.equals(SUPPORT.name)
        || name.endsWith("_positives")
        || name.endsWith("_negatives");
  }

  /** A value for people: whole where it is a number of rows, otherwise with four decimals. */
  public String text(double value) {
    if (isCount() || (isWeight() && value == Math.rint(value))) {
      return String.format(Locale.ROOT, "%,.0f", value + 0.0);
    }
    var text = String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.4f" : "%,.1f", value);
    return text.equals("-0.0000") ? "0.0000" : text;
  }

  /**
   * How much a value has changed, for people: with its sign, and with one digit where four decimals
   * would show none.
   */
  public String change(double difference) {
    var text = text(difference);
    if (difference != 0 && text.equals("0.0000")) {
      text = String.format(Locale.ROOT, "%.0e", difference);
    }
    return difference > 0 ? "+" + text : text;
  }

  /** Whether it is the same figure, of whatever class and at whatever threshold. */
  boolean isA(Metric other) {
    return name.equals(other.name);
  }

  /** Requires a value of at least {@code lowest}, over all rows unless narrowed to slices. */
  public Requirement.Value atLeast(double lowest) {
    return within(Bound.atLeast(lowest));
  }

  /** Requires a value of at most {@code highest}, over all rows unless narrowed to slices. */
  public Requirement.Value atMost(double highest) {
    return within(Bound.atMost(highest));
  }

  /** Requires a value within a bound, over all rows unless narrowed to slices. */
  public Requirement.Value within(Bound bound) {
    return new Requirement.Value(this, new Scope.Overall(), bound, Optional.empty());
  }

  /**
   * Requires that the candidate is worse than the baseline by {@code tolerance} at most; holds
   * while there is no baseline.
   *
   * @param tolerance in the metric's own unit, or with {@link Requirement.Change#relative} as a
   *     share of the baseline; 0 or more
   */
  public Requirement.Change noWorseThanBaseline(double tolerance) {
    return changeOfAtLeast(
        -positive("tolerance", tolerance, "use betterThanBaseline to require an improvement"));
  }

  /**
   * Requires that the candidate is better than the baseline by {@code improvement} at least; holds
   * while there is no baseline.
   *
   * @param improvement in the metric's own unit, or with {@link Requirement.Change#relative} as a
   *     share of the baseline; 0 or more
   */
  public Requirement.Change betterThanBaseline(double improvement) {
    return changeOfAtLeast(
        positive("improvement", improvement, "use noWorseThanBaseline to tolerate a loss"));
  }

  private double positive(String what, double value, String advice) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(
          new Explanation(key() + " > " + what, String.valueOf(value), "0 or more", advice)
              .toString());
    }
    return value;
  }

  private Requirement.Change changeOfAtLeast(double improvement) {
    return switch (better) {
      case HIGHER -> changeFromBaseline(Bound.atLeast(0 + improvement));
      case LOWER -> changeFromBaseline(Bound.atMost(0 - improvement));
      case NEITHER ->
          throw new IllegalArgumentException(
              new Explanation(
                      key(),
                      "no direction in which it is better",
                      "a metric that is better when higher, or when lower",
                      "use changeFromBaseline(between(...))")
                  .toString());
    };
  }

  /** Requires that candidate minus baseline is within a bound; holds while there is no baseline. */
  public Requirement.Change changeFromBaseline(Bound bound) {
    return new Requirement.Change(
        this, new Scope.Overall(), Contrast.DIFFERENCE, bound, Optional.empty());
  }

  /**
   * Requires that the largest and the smallest value among the slices of a column differ by no more
   * than {@code bound} says.
   */
  public Requirement.Gap gapBetween(String column, Bound bound) {
    return new Requirement.Gap(this, Slicing.of(column), Contrast.DIFFERENCE, bound);
  }

  /**
   * Requires that the smallest value among the slices of a column, divided by the largest, is
   * within a bound: {@code SELECTION_RATE.ratioBetween("group", atLeast(0.8))} is the four-fifths
   * rule.
   */
  public Requirement.Gap ratioBetween(String column, Bound bound) {
    return new Requirement.Gap(this, Slicing.of(column), Contrast.RATIO, bound);
  }

  @Override
  public String toString() {
    return key();
  }
}
