package io.tributary.components.evaluator;

import io.tributary.api.Explanation;
import java.util.Locale;

/**
 * A figure about the scores that a model gives to rows with a 0/1 label. Below, {@code w} is a
 * row's weight (1 unless the evaluation names a weight column), {@code W} the sum of weights,
 * {@code tp}, {@code fp}, {@code tn}, {@code fn} sums of weights at the evaluation's decision
 * threshold: a row is predicted positive when its score is not below the threshold.
 *
 * <p>The definitions are scikit-learn's. A figure that its definition leaves open, such as the AUC
 * of rows of one class, is absent, never 0. Where {@code W} is 0 only the counts and the weight are
 * defined.
 */
public enum Metric {
  /** Rows with a label. */
  EXAMPLE_COUNT(Better.NEITHER),
  /** Rows whose label is 1, whatever their weight. */
  POSITIVE_COUNT(Better.NEITHER),
  /** {@code W}. */
  WEIGHT(Better.NEITHER),
  /** Weighted mean of the label. */
  MEAN_LABEL(Better.NEITHER),
  /** Weighted mean of the score. */
  MEAN_PREDICTION(Better.NEITHER),
  /** Mean score over mean label; absent when no row is positive. */
  CALIBRATION(Better.NEITHER),
  /**
   * Area under the ROC curve, exact: the probability that a positive scores above a negative, ties
   * counting half, pairs weighted by the product of their weights. Absent with one class only.
   */
  AUC(Better.HIGHER),
  /**
   * Sum over distinct scores, descending, of the step in recall times the precision. Absent without
   * positives.
   */
  AVERAGE_PRECISION(Better.HIGHER),
  /**
   * Area under the precision-recall curve by trapezoids, from recall 0 at precision 1. Absent with
   * one class only.
   */
  PR_AUC(Better.HIGHER),
  /**
   * Weighted mean of −ln of the score given to the true class; scores clipped to 2⁻⁵² from 0 and 1.
   */
  LOG_LOSS(Better.LOWER),
  /** Weighted mean of the squared difference of score and label. */
  BRIER(Better.LOWER),
  /**
   * Ten bins of equal width over the score; mean over the bins, by weight, of |mean score − mean
   * label|.
   */
  EXPECTED_CALIBRATION_ERROR(Better.LOWER),
  /** The largest |mean score − mean label| of the ten bins. */
  MAXIMUM_CALIBRATION_ERROR(Better.LOWER),
  TRUE_POSITIVES(Better.NEITHER),
  FALSE_POSITIVES(Better.NEITHER),
  TRUE_NEGATIVES(Better.NEITHER),
  FALSE_NEGATIVES(Better.NEITHER),
  /** {@code (tp + tn) / W}. */
  ACCURACY(Better.HIGHER),
  /** {@code tp / (tp + fp)}; absent when nothing is predicted positive. */
  PRECISION(Better.HIGHER),
  /** {@code tp / (tp + fn)}; absent without positives. */
  RECALL(Better.HIGHER),
  /** {@code 2 tp / (2 tp + fp + fn)}; absent when that divides by 0. */
  F1(Better.HIGHER),
  /** {@code tn / (tn + fp)}; absent without negatives. */
  SPECIFICITY(Better.HIGHER),
  /** {@code fp / (fp + tn)}; absent without negatives. */
  FALSE_POSITIVE_RATE(Better.LOWER),
  /** {@code fn / (fn + tp)}; absent without positives. */
  FALSE_NEGATIVE_RATE(Better.LOWER),
  /** Mean of recall and specificity; absent with one class only. */
  BALANCED_ACCURACY(Better.HIGHER),
  /**
   * {@code (tp tn − fp fn) / √((tp + fp)(tp + fn)(tn + fp)(tn + fn))}; 0 when a factor is 0, as in
   * scikit-learn.
   */
  MATTHEWS_CORRELATION(Better.HIGHER);

  private enum Better {
    HIGHER,
    LOWER,
    NEITHER
  }

  private final Better better;

  Metric(Better better) {
    this.better = better;
  }

  /** The name in files: {@code false_positive_rate}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
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
    return new Requirement.Value(this, new Scope.Overall(), bound);
  }

  /**
   * Requires that the candidate is worse than the baseline by {@code tolerance} at most; holds
   * while there is no baseline.
   *
   * @param tolerance in the metric's own unit, not relative; 0 or more
   */
  public Requirement.Change noWorseThanBaseline(double tolerance) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException(
          new Explanation(
                  key() + " > tolerance",
                  String.valueOf(tolerance),
                  "0 or more",
                  "use betterThanBaseline to require an improvement")
              .toString());
    }
    return changeOfAtLeast(-tolerance);
  }

  /**
   * Requires that the candidate is better than the baseline by {@code improvement} at least; holds
   * while there is no baseline.
   *
   * @param improvement in the metric's own unit, not relative; 0 or more
   */
  public Requirement.Change betterThanBaseline(double improvement) {
    if (!(improvement >= 0)) {
      throw new IllegalArgumentException(
          new Explanation(
                  key() + " > improvement",
                  String.valueOf(improvement),
                  "0 or more",
                  "use noWorseThanBaseline to tolerate a loss")
              .toString());
    }
    return changeOfAtLeast(improvement);
  }

  private Requirement.Change changeOfAtLeast(double improvement) {
    return switch (better) {
      case HIGHER ->
          new Requirement.Change(this, new Scope.Overall(), Bound.atLeast(0 + improvement));
      case LOWER ->
          new Requirement.Change(this, new Scope.Overall(), Bound.atMost(0 - improvement));
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
    return new Requirement.Change(this, new Scope.Overall(), bound);
  }

  /**
   * Requires that the largest and the smallest value among the slices of a column differ by no more
   * than {@code bound} says.
   */
  public Requirement.Gap gapBetween(String column, Bound bound) {
    return new Requirement.Gap(this, column, bound);
  }
}
