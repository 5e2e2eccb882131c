package io.tributary.components.distribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A distance, and where it comes from.
 *
 * @param byChance what two samples of one distribution would differ by
 * @param contributions of the buckets of the alignment
 */
record Measurement(
    double value,
    OptionalDouble pValue,
    OptionalDouble byChance,
    Alignment alignment,
    double[] contributions) {
  private static final int MOST_BUCKETS = 1000;

  static Measurement of(double value, Alignment alignment, double[] contributions) {
    return new Measurement(
        value, OptionalDouble.empty(), OptionalDouble.empty(), alignment, contributions);
  }

  Measurement withPValue(double p) {
    return new Measurement(value, OptionalDouble.of(p), byChance, alignment, contributions);
  }

  Measurement withByChance(double chance) {
    return new Measurement(value, pValue, OptionalDouble.of(chance), alignment, contributions);
  }

  /** All buckets; of very many those that contribute most, and one for the others. */
  List<Bucket> buckets() {
    var current = alignment.currentShares();
    var baseline = alignment.baselineShares();
    var kept = new HashSet<Integer>();
    IntStream.range(0, alignment.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(contributions[i])))
        .limit(alignment.size() <= MOST_BUCKETS ? MOST_BUCKETS : MOST_BUCKETS - 1)
        .forEach(kept::add);
    var buckets = new ArrayList<Bucket>();
    double restCurrent = 0;
    double restBaseline = 0;
    double restContribution = 0;
    for (int i = 0; i < alignment.size(); i++) {
      if (kept.contains(i)) {
        buckets.add(
            new Bucket(alignment.labels().get(i), current[i], baseline[i], contributions[i]));
      } else {
        restCurrent += current[i];
        restBaseline += baseline[i];
        restContribution += contributions[i];
      }
    }
    int rest = alignment.size() - buckets.size();
    if (rest > 0) {
      buckets.add(new Bucket("(" + rest + " more)", restCurrent, restBaseline, restContribution));
    }
    return buckets;
  }
}
