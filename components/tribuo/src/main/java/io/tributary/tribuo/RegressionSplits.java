package io.tributary.tribuo;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Searches the split of a node that leaves the least squared errors. */
final class RegressionSplits {
  private final RegressionSample sample;
  private final int from;
  private final int to;
  private final double weight;
  private final double mean;

  /**
   * A search among the rows of a range.
   *
   * @param weight of them all
   * @param mean of their targets
   */
  RegressionSplits(RegressionSample sample, int from, int to, double weight, double mean) {
    this.sample = sample;
    this.from = from;
    this.to = to;
    this.weight = weight;
    this.mean = mean;
  }

  /**
   * The best split; of equally good ones the first.
   *
   * @param features of Tribuo, among which is chosen
   * @param random draws one threshold for each number; null for the best of all
   */
  RegressionSplit best(int[] features, @Nullable SplittableRandom random) {
    var layout = sample.layout();
    var sorted = features.clone();
    Arrays.sort(sorted);
    var sums = new IdSums[layout.columns()];
    var best = RegressionSplit.NONE;
    for (int feature : sorted) {
      int column = layout.column(feature);
      int id = layout.id(feature);
      RegressionSplit split;
      if (id >= 0) {
        if (sums[column] == null) {
          sums[column] = addUp(column);
        }
        split = sums[column].split(feature, id, to - from, weight);
      } else {
        split = random == null ? ofBins(feature, column) : drawn(feature, column, random);
      }
      best = split.isBetterThan(best) ? split : best;
    }
    for (int column = 0; column < sums.length; column++) {
      if (sums[column] != null) {
        clear(column);
      }
    }
    return best;
  }

  private double deviation(int place) {
    return sample.weight(place) * (sample.target(place) - mean);
  }

  private IdSums addUp(int column) {
    var sums = sample.sums(column);
    var ids = sample.ids(column).values();
    for (int place = from; place < to; place++) {
      int id = ids[sample.row(place)];
      if (id >= 0) {
        sums.add(id, sample.weight(place), deviation(place));
      }
    }
    return sums;
  }

  private void clear(int column) {
    var sums = sample.sums(column);
    var ids = sample.ids(column).values();
    for (int place = from; place < to; place++) {
      int id = ids[sample.row(place)];
      if (id >= 0) {
        sums.clear(id);
      }
    }
  }

  private RegressionSplit ofBins(int feature, int column) {
    var bins = sample.bins(column);
    var weights = new double[bins.count()];
    var sums = new double[bins.count()];
    for (int place = from; place < to; place++) {
      int bin = bins.bin(sample.row(place));
      weights[bin] += sample.weight(place);
      sums[bin] += deviation(place);
    }
    double gain = 0;
    double threshold = 0;
    double left = 0;
    double sum = 0;
    int last = -1;
    for (int bin = 0; bin < weights.length; bin++) {
      if (weights[bin] == 0) {
        continue;
      }
      double here = RegressionSplit.gain(sum, left, weight - left);
      if (last >= 0 && here > gain) {
        gain = here;
        threshold = ((double) bins.greatest()[last] + bins.least()[bin]) / 2;
      }
      left += weights[bin];
      sum += sums[bin];
      last = bin;
    }
    return new RegressionSplit(feature, threshold, gain);
  }

  private RegressionSplit drawn(int feature, int column, SplittableRandom random) {
    var values = sample.numbers(column);
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int place = from; place < to; place++) {
      least = Math.min(least, values[sample.row(place)]);
      greatest = Math.max(greatest, values[sample.row(place)]);
    }
    double threshold = least + random.nextDouble() * ((double) greatest - least);
    double left = 0;
    double right = 0;
    double sum = 0;
    for (int place = from; place < to; place++) {
      if (values[sample.row(place)] <= threshold) {
        left += sample.weight(place);
        sum += deviation(place);
      } else {
        right += sample.weight(place);
      }
    }
    return new RegressionSplit(feature, threshold, RegressionSplit.gain(sum, left, right));
  }
}
