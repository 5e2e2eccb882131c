package io.tributary.components.transform;

import java.util.Arrays;
import java.util.Optional;

/**
 * How much it tells of a label whether a row has a term, times the number of rows, in bits; as
 * tf.Transform's {@code vocabulary} has it, which counts rows with the term only. Labels of which
 * about as many rows have the term as would by chance count nothing.
 *
 * @param isAdjusted whether what chance gives is subtracted (Vinh, Epps, Bailey: Information
 *     theoretic measures for clusterings comparison, ICML 2009)
 * @param minDifference rows less than which are chance; empty for what tf.Transform recommends: 2
 *     up to 10,000 rows, 25 from 1,000,000 on, whole numbers between
 */
record MutualInformation(boolean isAdjusted, Optional<Double> minDifference) {
  private static final double LEAST_SHARE = 1e-6;
  private static final double FEW_ROWS = 10_000;
  private static final double MANY_ROWS = 1_000_000;
  private static final double LEAST_DIFFERENCE = 2;
  private static final double GREATEST_DIFFERENCE = 25;

  /** Variance from which on a sum over whole numbers would be long, and need not be taken. */
  private static final double WIDE = 1e6;

  /** What is less likely than the likeliest by this factor does not show in a sum. */
  private static final double NEGLIGIBLE = 1e-25;

  /**
   * Of one term.
   *
   * @param rows of each label
   * @param withTerm those of them that have the term
   */
  double of(double[] rows, double[] withTerm) {
    double n = Arrays.stream(rows).sum();
    double x = Arrays.stream(withTerm).sum();
    if (n == 0 || Math.rint(x) == Math.rint(n)) {
      return 0;
    }
    double least = minDifference.orElseGet(() -> recommendedDifference(n));
    double information = 0;
    for (int label = 0; label < rows.length; label++) {
      double y = rows[label];
      double share = Math.max(LEAST_SHARE, Math.min(1 - LEAST_SHARE, withTerm[label] / x));
      double both = share * x;
      if (y > 0 && Math.abs(x * y / n - both) >= least) {
        information += both * (log2(both) + log2(n) - (log2(x) + log2(y)));
        information -= isAdjusted ? byChance(n, x, y) : 0;
      }
    }
    return information;
  }

  static double recommendedDifference(double rows) {
    double range = GREATEST_DIFFERENCE - LEAST_DIFFERENCE;
    double difference = (rows - FEW_ROWS) / (MANY_ROWS - FEW_ROWS) * range + LEAST_DIFFERENCE;
    return Math.floor(Math.max(LEAST_DIFFERENCE, Math.min(GREATEST_DIFFERENCE, difference)));
  }

  /**
   * What is to be expected of n rows, if x of them have the term and y the label: over the
   * hypergeometric distribution of how many have both.
   */
  private static double byChance(double n, double x, double y) {
    double mean = x * y / n;
    double variance = mean * (n - x) / n * (n - y) / (n - 1);
    return n > WIDE && variance > WIDE
        ? ofWide(mean, variance, variance * (n - 2 * x) / n * (n - 2 * y) / (n - 2))
        : ofNarrow(n, x, y);
  }

  /**
   * Taylor's expansion about the mean, by central moments; what it leaves out is less than a part
   * in the square of the mean.
   */
  private static double ofWide(double mean, double variance, double third) {
    double fourth = 3 * variance * variance;
    double nats =
        variance / (2 * mean) - third / (6 * mean * mean) + fourth / (12 * mean * mean * mean);
    return nats / StrictMath.log(2);
  }

  /** The sum, from the likeliest number on in both directions, until nothing is added any more. */
  private static double ofNarrow(double n, double x, double y) {
    double coefficient = log2(n) - log2(x) - log2(y);
    double first = Math.rint(Math.max(0, x + y - n));
    double last = Math.rint(Math.min(x, y));
    double likeliest = Math.max(first, Math.min(last, Math.floor((x + 1) * (y + 1) / (n + 2))));
    double total = 0;
    double information = 0;
    double likelihood = 1;
    for (double both = likeliest; both <= last && likelihood > NEGLIGIBLE; both++) {
      total += likelihood;
      information += likelihood * bits(both, coefficient);
      likelihood *= (x - both) / (both + 1) * (y - both) / (Math.max(0, n - x - y + both) + 1);
    }
    likelihood = 1;
    for (double both = likeliest; both > first && likelihood > NEGLIGIBLE; both--) {
      likelihood *= both / (x - both + 1) * Math.max(0, n - x - y + both) / (y - both + 1);
      total += likelihood;
      information += likelihood * bits(both - 1, coefficient);
    }
    return information / total;
  }

  private static double bits(double both, double coefficient) {
    return both > 0 ? both * (coefficient + log2(both)) : 0;
  }

  private static double log2(double x) {
    return StrictMath.log(x) / StrictMath.log(2);
  }
}
