package io.tributary.components.distribution;

import java.util.ArrayList;
import java.util.List;

/** Upper bounds, ascending, of the buckets over which numbers are compared. */
final class NumberBins {
  private static final int FEWEST = 10;
  private static final int MOST = 256;
  private static final double GROWTH = 0.4;
  private static final int DECILES = 10;

  private NumberBins() {}

  /**
   * Buckets of about equal count in the mean of two distributions; a number that fills one has one
   * of its own. The last bound is the largest number.
   */
  static double[] shared(NumberValues current, NumberValues baseline) {
    double smaller = Math.min(current.total(), baseline.total());
    double share =
        1 / Math.max(FEWEST, Math.min(MOST, Math.floor(StrictMath.pow(smaller, GROWTH))));
    var bounds = new ArrayList<Double>();
    var ends = NumberValues.ends(current, baseline);
    double cutAt = 0;
    boolean lastIsOwn = true;
    for (int i = 0; i < ends.length; i++) {
      double end = ends[i];
      double upTo = meanShare(current.atMost(end), current, baseline.atMost(end), baseline);
      double here = meanShare(current.at(end), current, baseline.at(end), baseline);
      boolean ownBucket = here >= share;
      if (ownBucket && i > 0 && !isCut(bounds, ends[i - 1])) {
        bounds.add(ends[i - 1]);
        cutAt = upTo - here;
      }
      if (ownBucket || upTo - cutAt >= share) {
        bounds.add(end);
        cutAt = upTo;
        lastIsOwn = ownBucket;
      }
    }
    close(bounds, ends[ends.length - 1], lastIsOwn || 1 - cutAt >= share / 2);
    return toArray(bounds);
  }

  private static double meanShare(
      double ofCurrent, NumberValues current, double ofBaseline, NumberValues baseline) {
    return (ofCurrent / current.total() + ofBaseline / baseline.total()) / 2;
  }

  private static boolean isCut(List<Double> bounds, double end) {
    return !bounds.isEmpty() && bounds.get(bounds.size() - 1) == end;
  }

  private static void close(List<Double> bounds, double last, boolean asOwnBucket) {
    if (isCut(bounds, last)) {
      return;
    }
    if (!asOwnBucket && !bounds.isEmpty()) {
      bounds.remove(bounds.size() - 1);
    }
    bounds.add(last);
  }

  /** The deciles of the baseline, each once; the last bound is the largest number of both. */
  static double[] deciles(NumberValues current, NumberValues baseline) {
    var bounds = new ArrayList<Double>();
    int cell = 0;
    for (int decile = 1; decile < DECILES; decile++) {
      double wanted = baseline.total() * decile / DECILES;
      while (baseline.atMost(baseline.high(cell)) < wanted) {
        cell++;
      }
      if (!isCut(bounds, baseline.high(cell))) {
        bounds.add(baseline.high(cell));
      }
    }
    double last = Math.max(current.high(current.cells() - 1), baseline.high(baseline.cells() - 1));
    if (!isCut(bounds, last)) {
      bounds.add(last);
    }
    return toArray(bounds);
  }

  private static double[] toArray(List<Double> bounds) {
    return bounds.stream().mapToDouble(bound -> bound).toArray();
  }
}
