package io.tributary.components.evaluator;

/** Student's distribution. */
final class StudentT {
  private static final double PRECISION = 1e-15;
  private static final double TINY = 1e-300;
  private static final int MOST_STEPS = 1000;

  private StudentT() {}

  /**
   * The probability of a value above {@code t}, which is not negative: half the regularised
   * incomplete beta function at {@code degrees / (degrees + t²)} (NIST Digital Library of
   * Mathematical Functions 8.17).
   */
  static double upperTail(double t, int degrees) {
    return beta(degrees / 2.0, 0.5, degrees / (degrees + t * t)) / 2;
  }

  /** The value below which lies a share of the distribution, from one half to below 1. */
  static double quantile(double share, int degrees) {
    double low = 0;
    double high = 1;
    while (1 - upperTail(high, degrees) < share) {
      high *= 2;
    }
    for (int i = 0; i < 200 && low < high; i++) {
      double middle = low + (high - low) / 2;
      if (middle == low || middle == high) {
        break;
      }
      if (1 - upperTail(middle, degrees) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** By its continued fraction (8.17.22), evaluated after Lentz, on the side that converges. */
  private static double beta(double a, double b, double x) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    double factor =
        StrictMath.exp(
            logGamma(a + b)
                - logGamma(a)
                - logGamma(b)
                + a * StrictMath.log(x)
                + b * StrictMath.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? factor * fraction(a, b, x) / a
        : 1 - factor * fraction(b, a, 1 - x) / b;
  }

  private static double fraction(double a, double b, double x) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double result = d;
    for (int m = 1; m <= MOST_STEPS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      result *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      result *= d * c;
      if (Math.abs(d * c - 1) < PRECISION) {
        break;
      }
    }
    return result;
  }

  private static double away(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** Stirling's series (NIST Digital Library of Mathematical Functions 5.11.1), from 15 on. */
  private static double logGamma(double a) {
    double shift = 0;
    double x = a;
    while (x < 15) {
      shift += StrictMath.log(x);
      x++;
    }
    double square = 1 / (x * x);
    double series =
        (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680)))) / x;
    return (x - 0.5) * StrictMath.log(x) - x + StrictMath.log(2 * Math.PI) / 2 + series - shift;
  }
}
