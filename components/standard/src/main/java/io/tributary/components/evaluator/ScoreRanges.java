package io.tributary.components.evaluator;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Ranges of probabilities, equally wide in their log odds, so that small ones are told apart as
 * well as those in the middle; thresholds are boundaries, and 0 and 1 have ranges of their own.
 */
final class ScoreRanges implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double REACH = 12;

  private final double[] begins;
  private final double[] middles;

  /**
   * Ranges.
   *
   * @param number about so many
   * @param thresholds that are no range's inside
   */
  ScoreRanges(int number, DoubleStream thresholds) {
    var odds =
        DoubleStream.iterate(-REACH, logit -> logit <= REACH, logit -> logit + 2 * REACH / number)
            .map(logit -> 1 / (1 + StrictMath.exp(-logit)));
    begins =
        DoubleStream.concat(
                DoubleStream.of(0, Double.MIN_VALUE, 1), DoubleStream.concat(odds, thresholds))
            .sorted()
            .distinct()
            .toArray();
    middles = new double[begins.length];
    for (int i = 0; i < begins.length; i++) {
      boolean isPoint = begins[i] == 0 || begins[i] == 1;
      middles[i] = isPoint ? begins[i] : (begins[i] + begins[i + 1]) / 2;
    }
  }

  int size() {
    return begins.length;
  }

  int of(double score) {
    int found = Arrays.binarySearch(begins, score + 0.0);
    return found >= 0 ? found : -found - 2;
  }

  /** Weights of positives and negatives of each range, from a place in sums on. */
  ScoreColumns columns(double[] sums, int from) {
    int n = size();
    return new ScoreColumns(
        middles,
        Arrays.copyOfRange(sums, from, from + n),
        Arrays.copyOfRange(sums, from + n, from + 2 * n));
  }

  void add(double[] sums, int from, double score, double weight, boolean positive) {
    sums[from + of(score) + (positive ? 0 : size())] += weight;
  }
}
