package io.tributary.components.distribution;

import io.tributary.components.probability.Tails;

/** The distances that know buckets only, not their order; formulas at {@link Distance}. */
final class BucketDistances {
  private static final double LN2 = StrictMath.log(2);
  private static final double LEAST_EXPECTED = 5;

  private BucketDistances() {}

  static Measurement lInfinity(Alignment alignment) {
    var current = alignment.currentShares();
    var baseline = alignment.baselineShares();
    var differences = new double[current.length];
    for (int i = 0; i < current.length; i++) {
      differences[i] = Math.abs(current[i] - baseline[i]);
    }
    return largest(alignment, differences);
  }

  static Measurement normalizedAbsoluteDifference(Alignment alignment) {
    double all = alignment.currentTotal() + alignment.baselineTotal();
    var differences = new double[alignment.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = Math.abs(alignment.current()[i] - alignment.baseline()[i]) / all;
    }
    return largest(alignment, differences);
  }

  /** The other values are many: their difference together is no difference of one value. */
  private static Measurement largest(Alignment alignment, double[] differences) {
    if (alignment.others()) {
      differences[differences.length - 1] = 0;
    }
    double largest = 0;
    for (double difference : differences) {
      largest = Math.max(largest, difference);
    }
    return Measurement.of(largest, alignment, differences);
  }

  static Measurement jensenShannon(Alignment alignment) {
    var current = alignment.currentShares();
    var baseline = alignment.baselineShares();
    var summands = new double[current.length];
    double sum = 0;
    for (int i = 0; i < current.length; i++) {
      double mean = (current[i] + baseline[i]) / 2;
      summands[i] = (entropyPart(current[i], mean) + entropyPart(baseline[i], mean)) / 2;
      sum += summands[i];
    }
    return Measurement.of(Math.max(0, Math.min(sum, 1)), alignment, summands);
  }

  private static double entropyPart(double share, double mean) {
    return share > 0 ? share * StrictMath.log(share / mean) / LN2 : 0;
  }

  /** Jensen–Shannon with what samples of one distribution would differ by. */
  static Measurement jensenShannonOfSamples(Alignment alignment) {
    int filled = 0;
    for (int i = 0; i < alignment.size(); i++) {
      filled += alignment.current()[i] + alignment.baseline()[i] > 0 ? 1 : 0;
    }
    double chance =
        (filled - 1) / (8 * LN2) * (1 / alignment.currentTotal() + 1 / alignment.baselineTotal());
    return jensenShannon(alignment).withByChance(Math.min(1, chance));
  }

  static Measurement populationStability(Alignment alignment) {
    int buckets = alignment.size();
    double ofCurrent = alignment.currentTotal() + buckets / 2.0;
    double ofBaseline = alignment.baselineTotal() + buckets / 2.0;
    var summands = new double[buckets];
    double sum = 0;
    for (int i = 0; i < buckets; i++) {
      double p = (alignment.current()[i] + 0.5) / ofCurrent;
      double q = (alignment.baseline()[i] + 0.5) / ofBaseline;
      summands[i] = (p - q) * StrictMath.log(p / q);
      sum += summands[i];
    }
    return Measurement.of(sum, alignment, summands);
  }

  static Measurement chiSquare(Alignment alignment) {
    var frequent = withoutRare(alignment);
    double ofCurrent = frequent.currentTotal();
    double ofBaseline = frequent.baselineTotal();
    var summands = new double[frequent.size()];
    double sum = 0;
    for (int i = 0; i < summands.length; i++) {
      double share = (frequent.current()[i] + frequent.baseline()[i]) / (ofCurrent + ofBaseline);
      summands[i] =
          part(frequent.current()[i], share * ofCurrent)
              + part(frequent.baseline()[i], share * ofBaseline);
      sum += summands[i];
    }
    return Measurement.of(sum, frequent, summands)
        .withPValue(summands.length < 2 ? 1 : Tails.chiSquare(sum, summands.length - 1));
  }

  private static double part(double observed, double expected) {
    return expected == 0 ? 0 : (observed - expected) * (observed - expected) / expected;
  }

  private static Alignment withoutRare(Alignment alignment) {
    double smaller = Math.min(alignment.currentTotal(), alignment.baselineTotal());
    double all = alignment.currentTotal() + alignment.baselineTotal();
    var builder = new Alignment.Builder();
    double rareCurrent = 0;
    double rareBaseline = 0;
    for (int i = 0; i < alignment.size(); i++) {
      double current = alignment.current()[i];
      double baseline = alignment.baseline()[i];
      if ((current + baseline) / all * smaller < LEAST_EXPECTED) {
        rareCurrent += current;
        rareBaseline += baseline;
      } else {
        builder.add(alignment.labels().get(i), current, baseline);
      }
    }
    if (rareCurrent + rareBaseline > 0) {
      builder.add(Labels.RARE_VALUES, rareCurrent, rareBaseline);
    }
    return builder.build(false);
  }
}
