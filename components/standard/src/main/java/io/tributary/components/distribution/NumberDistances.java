package io.tributary.components.distribution;

import io.tributary.components.probability.Tails;

/** The distances between ordered numbers; formulas at {@link Distance}. */
final class NumberDistances {
  private NumberDistances() {}

  static Measurement kolmogorovSmirnov(NumberValues current, NumberValues baseline) {
    var bounds = NumberBins.shared(current, baseline);
    var largest = new double[bounds.length];
    double statistic = 0;
    int bin = 0;
    for (double at : NumberValues.breaks(current, baseline)) {
      while (at > bounds[bin]) {
        bin++;
      }
      double difference =
          Math.max(
              Math.abs(difference(current, baseline, at)),
              Math.abs(differenceBelow(current, baseline, at)));
      largest[bin] = Math.max(largest[bin], difference);
      statistic = Math.max(statistic, difference);
    }
    double size = current.total() * baseline.total() / (current.total() + baseline.total());
    return Measurement.of(statistic, ordered(current, baseline, bounds), largest)
        .withPValue(Tails.kolmogorov(Math.sqrt(size) * statistic));
  }

  /** Both finite. */
  static Measurement wasserstein(NumberValues current, NumberValues baseline, double unit) {
    var bounds = NumberBins.shared(current, baseline);
    var parts = new double[bounds.length];
    double sum = 0;
    int bin = 0;
    var breaks = NumberValues.breaks(current, baseline);
    for (int i = 1; i < breaks.length; i++) {
      while (breaks[i] > bounds[bin]) {
        bin++;
      }
      double part =
          area(
                  difference(current, baseline, breaks[i - 1]),
                  differenceBelow(current, baseline, breaks[i]),
                  breaks[i] - breaks[i - 1])
              / unit;
      parts[bin] += part;
      sum += part;
    }
    return Measurement.of(sum, ordered(current, baseline, bounds), parts);
  }

  /** Between zero and a straight line, on both sides of zero. */
  private static double area(double from, double to, double width) {
    double ends = Math.abs(from) + Math.abs(to);
    if (from * to >= 0) {
      return width * ends / 2;
    }
    return width * (from * from + to * to) / (2 * ends);
  }

  private static double difference(NumberValues current, NumberValues baseline, double at) {
    return current.atMost(at) / current.total() - baseline.atMost(at) / baseline.total();
  }

  private static double differenceBelow(NumberValues current, NumberValues baseline, double at) {
    return (current.atMost(at) - current.at(at)) / current.total()
        - (baseline.atMost(at) - baseline.at(at)) / baseline.total();
  }

  private static Alignment ordered(NumberValues current, NumberValues baseline, double[] bounds) {
    var aligned = Alignment.of(current, baseline, bounds);
    if (aligned.size() == bounds.length) {
      return aligned;
    }
    var numbers = new Alignment.Builder();
    for (int i = 0; i < bounds.length; i++) {
      numbers.add(aligned.labels().get(i), aligned.current()[i], aligned.baseline()[i]);
    }
    return numbers.build(false);
  }
}
