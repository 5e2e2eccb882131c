package io.tributary.components.transform;

import java.util.function.DoubleUnaryOperator;

/**
 * Shape of a Tukey HH distribution, u · exp(left · u² / 2) for u &lt; 0 and u · exp(right · u² / 2)
 * for u ≥ 0, where u is a standard normal variable. Formulas of its L-moments: T. C. Headrick and
 * M. D. Pant, "Characterizing Tukey h and hh-Distributions through L-Moments and the
 * L-Correlation", 2012. The search stops where tf.Transform's does, so that both find the same.
 */
record TukeyHh(double left, double right) {
  /** As the normal distribution, without long tails. */
  static final TukeyHh NORMAL = new TukeyHh(0, 0);

  private static final double KURTOSIS_OF_NORMAL = 0.1226017;
  private static final double GREATEST_KURTOSIS = 1 - 1e-5;
  private static final double GREATEST_SHAPE = 1 - 1e-7;
  private static final double PRECISION = 1e-6;
  private static final int ROUNDS = 20;
  private static final int HALVINGS = 11;

  boolean isLongTailed() {
    return left > 0 || right > 0;
  }

  /** The L-mean of the standard distribution. */
  double mean() {
    return (1 / (left - 1) + 1 / (1 - right)) / Math.sqrt(2 * Math.PI);
  }

  /** The L-scale of the standard distribution. */
  double scale() {
    double a = Math.sqrt(2 - left);
    double b = Math.sqrt(2 - right);
    return (a + b - left * a - right * b)
        / ((left - 1) * (right - 1) * a * b)
        / Math.sqrt(2 * Math.PI);
  }

  /** The distribution of this L-skewness and L-kurtosis; the normal one below its kurtosis. */
  static TukeyHh of(double skewness, double kurtosis) {
    if (kurtosis < KURTOSIS_OF_NORMAL) {
      return NORMAL;
    }
    var found = new Search(Math.abs(skewness), Math.min(kurtosis, GREATEST_KURTOSIS)).run();
    return skewness < 0 ? found.mirrored() : found;
  }

  private TukeyHh mirrored() {
    return new TukeyHh(/* left= */ right, /* right= */ left);
  }

  private double skewness() {
    return (skewness(left, right)
            - Math.PI * (left - right) * (left - 2) * (right - 2)
            - skewness(right, left))
        / (2 * Math.PI * Math.sqrt((left - 2) * (right - 2)) * (tail(left) + tail(right)));
  }

  private static double skewness(double a, double b) {
    double root = Math.sqrt(2 - a);
    return 12 * root * (b - 2) * (b - 1) * Math.atan(1 / root);
  }

  private static double tail(double h) {
    return (h - 1) * Math.sqrt(2 - h);
  }

  private double kurtosis() {
    double p = Math.sqrt((left - 4) * (left - 1));
    double q = Math.sqrt((left - 4) * (left - 2) * (left - 1) * (right - 2));
    double polynomial = right * q - 2 * p - (left * (left - 3) * p + q);
    double ofLeft =
        (left - 1)
            * Math.sqrt((left - 4) * (left - 2) * (right - 2) / (left - 1))
            * (right - 1)
            * Math.atan(Math.sqrt(1 + 2 / (left - 4)));
    double ofRight = (left - 2) * p * (left - 1) * Math.atan(Math.sqrt(1 + 2 / (right - 4)));
    return (6 * Math.PI * polynomial + 30 * ofLeft + 30 * ofRight)
        / (Math.PI * Math.sqrt((4 - left) * (2 - left) * (1 - left)) * (tail(left) + tail(right)));
  }

  /**
   * Looks in turns for the difference right - left that gives the skewness, and for the right shape
   * that gives the kurtosis, within bounds that close in on both.
   */
  private static final class Search {
    private record Interval(double low, double high) {}

    private final double skewness;
    private final double kurtosis;
    private double right;
    private double difference;
    private double leastRight;
    private double greatestRight = GREATEST_SHAPE;
    private double leastDifference;
    private double greatestDifference;

    Search(double skewness, double kurtosis) {
      this.skewness = skewness;
      this.kurtosis = kurtosis;
      // exact without skewness
      this.right = 3 - 1 / Math.cos(Math.PI / 15 * (kurtosis - 6));
      this.leastRight = right;
      this.greatestDifference = right;
    }

    TukeyHh run() {
      double lastRight = 0;
      double lastDifference = 0;
      for (int round = 0; round < ROUNDS; round++) {
        if (skewnessError(greatestDifference) > 0) {
          close();
        } else {
          widen();
        }
        boolean solved =
            Math.abs(skewnessError(difference)) < PRECISION
                && Math.abs(kurtosisError(right)) < PRECISION;
        boolean stands =
            Math.abs(right - lastRight) < PRECISION
                && Math.abs(difference - lastDifference) < PRECISION;
        if (solved || stands) {
          break;
        }
        lastRight = right;
        lastDifference = difference;
      }
      return shape(right, difference);
    }

    /** The difference is within its bounds: first from above, then from below. */
    private void close() {
      difference = difference().high();
      greatestDifference = difference;
      right = right().high();
      greatestRight = right;
      difference = difference().low();
      leastDifference = difference;
      right = right().low();
      leastRight = right;
    }

    /** The difference is beyond its bounds, which a greater shape makes wider. */
    private void widen() {
      difference = greatestDifference;
      leastDifference = greatestDifference;
      right = right().low();
      leastRight = right;
      greatestDifference = right;
    }

    private Interval difference() {
      return bisect(this::skewnessError, leastDifference, greatestDifference);
    }

    private Interval right() {
      return bisect(this::kurtosisError, leastRight, greatestRight);
    }

    private static TukeyHh shape(double right, double difference) {
      return new TukeyHh(right - difference, right);
    }

    private double skewnessError(double trial) {
      return shape(right, trial).skewness() - skewness;
    }

    private double kurtosisError(double trial) {
      return shape(trial, difference).kurtosis() - kurtosis;
    }

    private static Interval bisect(DoubleUnaryOperator error, double from, double to) {
      double low = from;
      double high = to;
      for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        double found = error.applyAsDouble(middle);
        if (found < 0) {
          low = middle;
        } else {
          high = middle;
        }
        if (Math.abs(found) < PRECISION || high - low < PRECISION) {
          break;
        }
      }
      return new Interval(low, high);
    }
  }
}
