package io.tributary.components.distribution;

import io.tributary.components.statistics.StoredValues;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.RankHistogram;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Categories and how often each occurs.
 *
 * @param counts of the categories that are listed, most frequent first
 * @param total of all values, listed or not
 * @param bound how often a value that is not listed can occur at most
 */
record TextValues(Map<String, Double> counts, double total, double bound) {

  /** All values that the statistics of a text feature list. */
  static TextValues of(FeatureNameStatistics feature) {
    var strings = feature.getStringStats();
    var counts = counts(StoredValues.texts(feature).orElse(strings.getRankHistogram()));
    double listed = sum(counts);
    double total = Math.max(listed, strings.getCommonStats().getTotNumValues());
    double least = counts.values().stream().mapToDouble(count -> count).min().orElse(0);
    return new TextValues(counts, total, listed == total ? 0 : least);
  }

  /** Only what a rank histogram lists. */
  static TextValues of(RankHistogram ranks) {
    var counts = counts(ranks);
    return new TextValues(counts, sum(counts), 0);
  }

  /** Numbers as categories. */
  static TextValues of(NumberValues numbers) {
    var counts = new LinkedHashMap<String, Double>();
    for (int cell = 0; cell < numbers.cells(); cell++) {
      counts.put(Labels.of(numbers.high(cell)), numbers.count(cell));
    }
    if (numbers.notANumber() > 0) {
      counts.put(Labels.NAN, numbers.notANumber());
    }
    return new TextValues(counts, sum(counts), 0);
  }

  private static Map<String, Double> counts(RankHistogram ranks) {
    var counts = new LinkedHashMap<String, Double>();
    for (var bucket : ranks.getBucketsList()) {
      counts.merge(bucket.getLabel(), bucket.getSampleCount(), Double::sum);
    }
    return counts;
  }

  private static double sum(Map<String, Double> counts) {
    return counts.values().stream().mapToDouble(count -> count).sum();
  }

  /** How many values are not listed. */
  double unlisted() {
    return total - sum(counts);
  }
}
