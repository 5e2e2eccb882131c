package io.tributary.components.distribution;

import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram;
import io.tributary.proto.tfmd.Histogram.Bucket;
import io.tributary.proto.tfmd.Histogram.HistogramType;
import io.tributary.proto.tfmd.RankHistogram;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The buckets over which TensorFlow Data Validation compares. */
final class TfdvBuckets {
  private TfdvBuckets() {}

  /** The ranks of a text feature. */
  static RankHistogram ranks(FeatureNameStatistics feature, boolean weighted) {
    var strings = feature.getStringStats();
    return weighted
        ? strings.getWeightedStringStats().getRankHistogram()
        : strings.getRankHistogram();
  }

  /** A histogram of a number feature. */
  static Optional<Histogram> histogram(
      FeatureNameStatistics feature, HistogramType type, boolean weighted) {
    var numbers = feature.getNumStats();
    var histograms =
        weighted
            ? numbers.getWeightedNumericStats().getHistogramsList()
            : numbers.getHistogramsList();
    return histograms.stream().filter(histogram -> histogram.getType() == type).findFirst();
  }

  /**
   * Brings two histograms to the same buckets: the bounds of both together, numbers inside a bucket
   * taken to be spread evenly; then a bucket per number that has one of its own on a side; then the
   * infinities and the NaN of each side, which never meet those of the other.
   */
  static Alignment align(Histogram current, Histogram baseline) {
    var aligned = new Alignment.Builder();
    var bounds = new TreeSet<Double>();
    for (var histogram : new Histogram[] {current, baseline}) {
      for (var bucket : histogram.getBucketsList()) {
        if (isWide(bucket)) {
          bounds.add(bucket.getLowValue());
          bounds.add(bucket.getHighValue());
        }
      }
    }
    Double low = null;
    for (var high : bounds) {
      if (low != null) {
        aligned.add(
            Labels.range(low, high), within(current, low, high), within(baseline, low, high));
      }
      low = high;
    }
    addPoints(aligned, current, baseline);
    addMismatching(aligned, "infinite", infinite(current), infinite(baseline));
    addMismatching(aligned, Labels.NAN, current.getNumNan(), baseline.getNumNan());
    return aligned.build(false);
  }

  private static boolean isFinite(Bucket bucket) {
    return Double.isFinite(bucket.getLowValue()) && Double.isFinite(bucket.getHighValue());
  }

  private static boolean isWide(Bucket bucket) {
    return isFinite(bucket) && bucket.getLowValue() != bucket.getHighValue();
  }

  private static double within(Histogram histogram, double low, double high) {
    double count = 0;
    for (var bucket : histogram.getBucketsList()) {
      if (isWide(bucket) && bucket.getLowValue() <= low && high <= bucket.getHighValue()) {
        count +=
            (high - low) / (bucket.getHighValue() - bucket.getLowValue()) * bucket.getSampleCount();
      }
    }
    return count;
  }

  private static void addPoints(Alignment.Builder aligned, Histogram current, Histogram baseline) {
    var ofCurrent = points(current);
    var ofBaseline = points(baseline);
    var numbers = new TreeSet<>(ofCurrent.keySet());
    numbers.addAll(ofBaseline.keySet());
    for (var number : numbers) {
      aligned.add(
          Labels.of(number),
          ofCurrent.getOrDefault(number, 0.0),
          ofBaseline.getOrDefault(number, 0.0));
    }
  }

  private static TreeMap<Double, Double> points(Histogram histogram) {
    var points = new TreeMap<Double, Double>();
    for (var bucket : histogram.getBucketsList()) {
      if (isFinite(bucket) && !isWide(bucket)) {
        points.merge(bucket.getLowValue(), bucket.getSampleCount(), Double::sum);
      }
    }
    return points;
  }

  private static double infinite(Histogram histogram) {
    return histogram.getBucketsList().stream()
        .filter(bucket -> !isFinite(bucket))
        .mapToDouble(Bucket::getSampleCount)
        .sum();
  }

  private static void addMismatching(
      Alignment.Builder aligned, String label, double ofCurrent, double ofBaseline) {
    if (ofCurrent > 0) {
      aligned.add(label + ", current", ofCurrent, 0);
    }
    if (ofBaseline > 0) {
      aligned.add(label + ", compared with", 0, ofBaseline);
    }
  }
}
