package io.tributary.components.probability;

/** Chances that statistics are as large as they are. */
public final class Tails {
  private static final double PRECISION = 1e-16;
  private static final int MOST_STEPS = 10_000;
  private static final double TINY = 1e-300;

  private Tails() {}

  /**
   * {@code 2 sum (-1)^(k-1) exp(-2 k^2 x^2)}: the tail of Kolmogorov's distribution. Below 1 its
   * other form is used, {@code 1 - sqrt(2 pi) / x sum exp(-(2k-1)^2 pi^2 / (8 x^2))}, which
   * converges there (Kolmogorov, Giornale dell'Istituto Italiano degli Attuari 4, 1933).
   */
  public static double kolmogorov(double x) {
    if (x <= 0) {
      return 1;
    }
    double sum = 0;
    if (x < 1) {
      for (int k = 1; k <= 20; k++) {
        double odd = 2.0 * k - 1;
        sum += StrictMath.exp(-odd * odd * Math.PI * Math.PI / (8 * x * x));
      }
      return Math.max(0, 1 - Math.sqrt(2 * Math.PI) / x * sum);
    }
    for (int k = 1; k <= 20; k++) {
      double term = StrictMath.exp(-2.0 * k * k * x * x);
      sum += k % 2 == 1 ? term : -term;
    }
    return Math.min(1, 2 * sum);
  }

  /** The tail of the chi-square distribution: {@code Q(degrees / 2, x / 2)}. */
  public static double chiSquare(double x, int degrees) {
    return x <= 0 ? 1 : upperGamma(degrees / 2.0, x / 2);
  }

  /**
   * The regularised upper incomplete gamma function: by the power series of its complement (NIST
   * Digital Library of Mathematical Functions 8.7.1) below {@code a + 1}, by its continued fraction
   * (8.9.2), evaluated after Lentz, above.
   */
  private static double upperGamma(double a, double x) {
    double factor = StrictMath.exp(a * StrictMath.log(x) - x - logGamma(a));
    if (x < a + 1) {
      double term = 1 / a;
      double sum = term;
      for (int i = 1; i < MOST_STEPS && term > sum * PRECISION; i++) {
        term *= x / (a + i);
        sum += term;
      }
      return Math.max(0, 1 - factor * sum);
    }
    double b = x + 1 - a;
    double c = 1 / TINY;
    double d = 1 / b;
    double fraction = d;
    for (int i = 1; i < MOST_STEPS; i++) {
      double numerator = -i * (i - a);
      b += 2;
      d = numerator * d + b;
      d = 1 / (Math.abs(d) < TINY ? TINY : d);
      c = b + numerator / c;
      c = Math.abs(c) < TINY ? TINY : c;
      fraction *= d * c;
      if (Math.abs(d * c - 1) < PRECISION) {
        break;
      }
    }
    return Math.min(1, factor * fraction);
  }

  /**
   * The tail of Student's distribution, of {@code t} that is not negative: half the regularised
   * incomplete beta function at {@code degrees / (degrees + t²)} (NIST Digital Library of
   * Mathematical Functions 8.17).
   */
  public static double studentT(double t, int degrees) {
    return beta(degrees / 2.0, 0.5, degrees / (degrees + t * t)) / 2;
  }

  /** The value below which a share of Student's distribution lies, from one half to below 1. */
  public static double studentTQuantile(double share, int degrees) {
    double low = 0;
    double high = 1;
    while (1 - studentT(high, degrees) < share) {
      high *= 2;
    }
    for (int i = 0; i < 200 && low < high; i++) {
      double middle = low + (high - low) / 2;
      if (middle == low || middle == high) {
        break;
      }
      if (1 - studentT(middle, degrees) < share) {
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
      if (Math.abs(d * c - 1) < 10 * PRECISION) {
        break;
      }
    }
    return result;
  }

  private static double away(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /**
   * The logarithm of the gamma function, a > 0, by Stirling's series (NIST Digital Library of
   * Mathematical Functions 5.11.1), from 15 on.
   */
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
