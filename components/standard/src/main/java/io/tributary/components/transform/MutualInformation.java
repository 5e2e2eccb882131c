package io.tributary.components.transform;

import io.tributary.components.probability.Tails;
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

  /** What is to be expected of n rows, if x of them have the term and y the label. */
  private static double byChance(double n, double x, double y) {
    double coefficient = log2(n) - log2(x) - log2(y);
    long first = (long) Math.rint(Math.max(0, x + y - n));
    long last = (long) Math.rint(Math.min(x, y));
    double numerator =
        logFactorial(x) + logFactorial(y) + logFactorial(n - x) + logFactorial(n - y);
    double denominator =
        logFactorial(n)
            + logFactorial(first)
            + logFactorial(x - first)
            + logFactorial(y - first)
            + logFactorial(n - x - y + first);
    double total = 0;
    double information = 0;
    for (long both = first; both <= last; both++) {
      double probability = StrictMath.exp(numerator - denominator);
      if (both > 0) {
        information += both * (coefficient + log2(both)) * probability;
      }
      total += probability;
      if (both < last) {
        denominator +=
            StrictMath.log(both + 1.0)
                - StrictMath.log(x - both)
                - StrictMath.log(y - both)
                + StrictMath.log(n - x - y + both + 1);
      }
    }
    return information / total;
  }

  private static double logFactorial(double n) {
    return Tails.logGamma(n + 1);
  }

  private static double log2(double x) {
    return StrictMath.log(x) / StrictMath.log(2);
  }
}
