package io.tributary.components.tuner;

import java.util.Random;

/**
 * The mean of a uniform density and of logistic distributions, cut off at 0 and 1.
 *
 * @param centres ascending
 * @param widths scales of the distributions
 */
@SuppressWarnings("ArrayRecordComponent") // read by index, never compared
record Kernels(double[] centres, double[] widths) implements Density {
  /** The scale of a logistic distribution whose standard deviation is 1. */
  private static final double SCALE = Math.sqrt(3) / Math.PI;

  /** A kernel is at least as wide as the range divided by that, or by the number of kernels. */
  private static final double NARROWEST = 100;

  static Kernels at(double... centres) {
    int n = centres.length;
    double least = 1 / Math.min(NARROWEST, n + 1.0);
    var widths = new double[n];
    for (int i = 0; i < n; i++) {
      double before = centres[i] - (i == 0 ? 0 : centres[i - 1]);
      double after = (i == n - 1 ? 1 : centres[i + 1]) - centres[i];
      widths[i] = SCALE * Math.min(1, Math.max(least, Math.max(before, after)));
    }
    return new Kernels(centres, widths);
  }

  private static double below(double place, double centre, double width) {
    return 1 / (1 + StrictMath.exp((centre - place) / width));
  }

  @Override
  public double at(double place) {
    double sum = 1;
    for (int i = 0; i < centres.length; i++) {
      double below = below(place, centres[i], widths[i]);
      double inside = below(1, centres[i], widths[i]) - below(0, centres[i], widths[i]);
      sum += below * (1 - below) / widths[i] / inside;
    }
    return sum / (centres.length + 1);
  }

  @Override
  public double draw(Random random) {
    int kernel = random.nextInt(centres.length + 1) - 1;
    double share = random.nextDouble();
    if (kernel < 0) {
      return share;
    }
    double first = below(0, centres[kernel], widths[kernel]);
    double last = below(1, centres[kernel], widths[kernel]);
    double level = first + share * (last - first);
    double drawn = centres[kernel] + widths[kernel] * StrictMath.log(level / (1 - level));
    return Math.min(1, Math.max(0, drawn));
  }
}
