package io.tributary.components.distribution;

import io.tributary.components.statistics.StoredValues;
import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics.Type;
import io.tributary.proto.tfmd.Histogram;
import io.tributary.proto.tfmd.NumericStatistics;
import io.tributary.proto.tfmd.Path;
import io.tributary.proto.tfmd.RankHistogram;
import io.tributary.proto.tfmd.StringStatistics;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Statistics of small columns, for tests. */
final class Describe {
  private Describe() {}

  static DatasetFeatureStatistics dataset(FeatureNameStatistics... features) {
    return DatasetFeatureStatistics.newBuilder()
        .setNumExamples(100)
        .addAllFeatures(java.util.List.of(features))
        .build();
  }

  /** Exact values; NaN is counted. */
  static FeatureNameStatistics numbers(String name, double... values) {
    var cells = Histogram.newBuilder().setType(Histogram.HistogramType.QUANTILES);
    cells.setNumNan(DoubleStream.of(values).filter(Double::isNaN).count());
    var counts = new TreeMap<Double, Long>();
    DoubleStream.of(values)
        .filter(value -> !Double.isNaN(value))
        .forEach(value -> counts.merge(value + 0.0, 1L, Long::sum));
    counts.forEach((value, count) -> cells.addBuckets(bucket(value, value, count)));
    return numbers(name, values.length, cells.build());
  }

  static FeatureNameStatistics numbers(String name, long count, Histogram cells) {
    return FeatureNameStatistics.newBuilder()
        .setPath(Path.newBuilder().addStep(name))
        .setType(Type.FLOAT)
        .setNumStats(NumericStatistics.newBuilder().setCommonStats(common(count)))
        .addCustomStats(CustomStatistic.newBuilder().setName(StoredValues.NAME).setHistogram(cells))
        .build();
  }

  static Histogram.Bucket bucket(double low, double high, double count) {
    return Histogram.Bucket.newBuilder()
        .setLowValue(low)
        .setHighValue(high)
        .setSampleCount(count)
        .build();
  }

  private static CommonStatistics common(long count) {
    return CommonStatistics.newBuilder().setNumNonMissing(count).setTotNumValues(count).build();
  }

  /** All values are listed. */
  static FeatureNameStatistics texts(String name, Map<String, Long> counts) {
    return texts(name, counts, counts.values().stream().mapToLong(count -> count).sum());
  }

  /** Not all of {@code total} values are listed. */
  static FeatureNameStatistics texts(String name, Map<String, Long> counts, long total) {
    var ranks = RankHistogram.newBuilder();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(
            entry ->
                ranks.addBuckets(
                    RankHistogram.Bucket.newBuilder()
                        .setLabel(entry.getKey())
                        .setSampleCount(entry.getValue())));
    return FeatureNameStatistics.newBuilder()
        .setPath(Path.newBuilder().addStep(name))
        .setType(Type.STRING)
        .setStringStats(
            StringStatistics.newBuilder().setCommonStats(common(total)).setRankHistogram(ranks))
        .build();
  }
}
