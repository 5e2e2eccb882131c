package io.tributary.components.distribution;

import io.tributary.proto.tfmd.Histogram;
import java.util.Arrays;

/**
 * Numbers in ascending cells that do not touch, with how many each holds; inside a cell they are
 * taken to be spread evenly.
 */
final class NumberValues {
  private final double[] lows;
  private final double[] highs;

  /** How many numbers are at most {@code highs[i]}. */
  private final double[] atMost;

  private final double notANumber;

  /** As {@link io.tributary.components.statistics.StoredValues} has them. */
  NumberValues(Histogram cells) {
    int size = cells.getBucketsCount();
    lows = new double[size];
    highs = new double[size];
    atMost = new double[size];
    double before = 0;
    for (int i = 0; i < size; i++) {
      var bucket = cells.getBuckets(i);
      lows[i] = bucket.getLowValue();
      highs[i] = bucket.getHighValue();
      before += bucket.getSampleCount();
      atMost[i] = before;
    }
    notANumber = cells.getNumNan();
  }

  int cells() {
    return lows.length;
  }

  double low(int cell) {
    return lows[cell];
  }

  double high(int cell) {
    return highs[cell];
  }

  double count(int cell) {
    return cell == 0 ? atMost[0] : atMost[cell] - atMost[cell - 1];
  }

  /** Without NaN. */
  double total() {
    return atMost.length == 0 ? 0 : atMost[atMost.length - 1];
  }

  double notANumber() {
    return notANumber;
  }

  boolean isExact() {
    return Arrays.equals(lows, highs);
  }

  boolean isFinite() {
    return lows.length == 0
        || (Double.isFinite(lows[0]) && Double.isFinite(highs[highs.length - 1]));
  }

  /** How many numbers are not above a bound. */
  double atMost(double bound) {
    int cell = firstEndingAtOrAbove(bound);
    double before = cell == 0 ? 0 : atMost[cell - 1];
    if (cell == lows.length || bound < lows[cell]) {
      return before;
    }
    return bound == highs[cell]
        ? atMost[cell]
        : before + count(cell) * ((bound - lows[cell]) / (highs[cell] - lows[cell]));
  }

  /** How many numbers are {@code number} itself, as far as it has a cell of its own. */
  double at(double number) {
    int cell = firstEndingAtOrAbove(number);
    return cell < lows.length && lows[cell] == number && highs[cell] == number ? count(cell) : 0;
  }

  /** The smallest number above a bound; positive infinity if there is none. */
  double firstAbove(double bound) {
    int cell = firstEndingAtOrAbove(bound);
    if (cell < lows.length && highs[cell] == bound) {
      cell++;
    }
    return cell == lows.length ? Double.POSITIVE_INFINITY : Math.max(lows[cell], bound);
  }

  /** The number that a share of all numbers does not exceed. */
  double quantile(double share) {
    double wanted = share * total();
    int cell = 0;
    while (cell < lows.length - 1 && atMost[cell] < wanted) {
      cell++;
    }
    double before = cell == 0 ? 0 : atMost[cell - 1];
    return lows[cell] == highs[cell]
        ? highs[cell]
        : lows[cell] + (highs[cell] - lows[cell]) * ((wanted - before) / count(cell));
  }

  private int firstEndingAtOrAbove(double bound) {
    int found = Arrays.binarySearch(highs, bound);
    return found >= 0 ? found : -found - 1;
  }

  /** The ends of all cells of both, ascending, each once. */
  static double[] ends(NumberValues a, NumberValues b) {
    return sortedOnce(a.highs, b.highs);
  }

  /** The beginnings and ends of all cells of both, ascending, each once. */
  static double[] breaks(NumberValues a, NumberValues b) {
    return sortedOnce(a.lows, a.highs, b.lows, b.highs);
  }

  private static double[] sortedOnce(double[]... arrays) {
    return Arrays.stream(arrays).flatMapToDouble(Arrays::stream).sorted().distinct().toArray();
  }
}
