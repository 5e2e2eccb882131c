package io.tributary.components.distribution;

import java.util.Arrays;
import java.util.List;

/**
 * How different two distributions are: 0 for equal ones, and larger the more they differ.
 *
 * <p>Notation: {@code p} and {@code q} are the shares of a bucket among the current and the
 * baseline values, {@code n} and {@code m} how many these are, {@code F} and {@code G} the shares
 * of values up to a number. Missing values do not count. NaN has a bucket of its own, except for
 * the distances between ordered numbers, which leave it out.
 *
 * <p>A bucket is a value of a text; numbers, over {@link Basis#VALUES}, have buckets of about equal
 * count in the mean of both distributions, {@code min(n, m)^(2/5)} of them, at least 10 and at most
 * 256 (the order of Mann and Wald, On the choice of the number of class intervals, Annals of
 * Mathematical Statistics 13, 1942); a number that makes up as much as a bucket has one of its own,
 * so that columns with few different values are compared value by value. A share is exact where the
 * stored cells of both sides end at the bucket's bounds; otherwise the numbers of the one cell that
 * is cut are taken to be spread evenly, which is off by less than the share of the cell, 0.2 % with
 * the default of 1000 cells.
 */
public enum Distance {
  /**
   * Largest difference of the shares of a value, {@code max |p - q|}; 0 to 1. Only of categories:
   * numbers have as many values as they like.
   */
  L_INFINITY(false, true, false, true),

  /**
   * Largest difference of the counts of a value over the number of all values, {@code max |pn - qm|
   * / (n + m)}; 0 to 1. Unlike L-infinity it also sees that one side has more values. Only of
   * categories.
   */
  NORMALIZED_ABSOLUTE_DIFFERENCE(false, true, false, true),

  /**
   * Jensen–Shannon divergence in bits, {@code sum (p log2(p/a) + q log2(q/a)) / 2} with {@code a =
   * (p + q) / 2}; 0 to 1 (Lin, Divergence measures based on the Shannon entropy, IEEE Transactions
   * on Information Theory 37, 1991). Two samples of the same distribution with {@code k} buckets
   * differ by about {@code (k - 1) / (8 ln 2) (1/n + 1/m)} (Grosse et al., Physical Review E 65,
   * 2002), which verdicts name.
   */
  JENSEN_SHANNON(true, true, false, true),

  /**
   * Two-sample Kolmogorov–Smirnov statistic, {@code sup |F - G|}; 0 to 1. The p-value is that of
   * the limit distribution at {@code sqrt(nm / (n + m))} times the statistic (Smirnov, Annals of
   * Mathematical Statistics 19, 1948): good for samples of 50 and more, too large for numbers that
   * repeat often. Only of numbers.
   */
  KOLMOGOROV_SMIRNOV(true, false, true, false),

  /**
   * Population stability index, {@code sum (p - q) ln(p / q)}, over ten buckets of equal count in
   * the baseline (fewer where one number fills several), or the 19 most frequent texts of the
   * baseline and all others together. Shares are smoothed, {@code p = (count + 1/2) / (n + k/2)},
   * so that an empty one of the {@code k} buckets does not make it infinite. By custom, 0.1 is a
   * small and 0.25 a large shift (Siddiqi, Credit Risk Scorecards, 2006).
   */
  POPULATION_STABILITY_INDEX(true, true, false, false),

  /**
   * First Wasserstein distance, {@code integral |F - G|}, in the unit of the numbers: how far
   * values have to be moved on average to turn one distribution into the other (Vallender, Theory
   * of Probability and its Applications 18, 1974). Only of finite numbers.
   */
  WASSERSTEIN(true, false, false, false),

  /**
   * First Wasserstein distance over the interquartile range of the baseline, which, other than the
   * standard deviation, no outlier inflates. Undefined where that is 0. Only of finite numbers.
   */
  NORMALIZED_WASSERSTEIN(true, false, false, false),

  /**
   * Pearson's chi-square of homogeneity, {@code sum (observed - expected)^2 / expected} over values
   * and sides; the p-value is that of the chi-square distribution with one degree of freedom less
   * than there are values (Pearson, Philosophical Magazine 50, 1900). Values of which fewer than 5
   * are expected on a side are counted as one. Only of categories.
   */
  CHI_SQUARE(false, true, true, false);

  private final boolean ofNumbers;
  private final boolean ofCategories;
  private final boolean hasPValue;
  private final boolean knownToTfdv;

  Distance(boolean ofNumbers, boolean ofCategories, boolean hasPValue, boolean knownToTfdv) {
    this.ofNumbers = ofNumbers;
    this.ofCategories = ofCategories;
    this.hasPValue = hasPValue;
    this.knownToTfdv = knownToTfdv;
  }

  /**
   * Whether the distance can be taken between distributions of texts and other categories, or, if
   * not {@code categories}, between such of numbers.
   */
  public boolean appliesTo(boolean categories) {
    return categories ? ofCategories : ofNumbers;
  }

  /** Whether it comes with a p-value: the chance of such a distance between equal distributions. */
  public boolean hasPValue() {
    return hasPValue;
  }

  /** Whether TensorFlow Data Validation has it. */
  public boolean isKnownToTfdv() {
    return knownToTfdv;
  }

  static List<Distance> applicableTo(boolean categories) {
    return Arrays.stream(values()).filter(each -> each.appliesTo(categories)).toList();
  }
}
