package io.tributary.data.split;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which part of the rows is kept. Whether a row is kept depends on its values, the run's seed and
 * the fraction alone: it does not change when rows are added, equal rows are kept or left out
 * together, and a sample of a smaller fraction is part of that of a larger one.
 *
 * @param fraction of the rows of a split that is not named otherwise; above 0, at most 1
 * @param splits fractions by the name of the split
 */
public record Sampling(double fraction, Map<String, Double> splits) {

  /** Every row. */
  public static final Sampling ALL = new Sampling(1, Map.of());

  public Sampling {
    splits = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(splits)));
    check("fraction", fraction);
    splits.forEach((split, part) -> check("fraction of split '" + split + "'", part));
  }

  private static void check(String where, double fraction) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "sampling > "
              + where
              + ": "
              + fraction
              + " (expected: above 0, at most 1); 0.1 keeps a tenth of the rows");
    }
  }

  /** The same part of every split. */
  public static Sampling of(double fraction) {
    return new Sampling(fraction, Map.of());
  }

  /** Another part of one split. */
  public Sampling withSplit(String split, double part) {
    var more = new TreeMap<>(splits);
    more.put(split, part);
    return new Sampling(fraction, more);
  }

  boolean isAll() {
    return fraction == 1 && splits.values().stream().allMatch(part -> part == 1);
  }

  double of(String split) {
    return splits.getOrDefault(split, fraction);
  }
}
