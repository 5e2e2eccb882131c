package io.tributary.components.schema;

import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.FeatureType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rules ask of the statistics of a feature; weighted figures where there are any. */
record FeatureView(FeatureNameStatistics statistics, double examples, boolean weighted) {

  /** Fewest and most values per example at one level of nesting, and where values are missing. */
  record Level(long min, long max, double missing) {}

  String name() {
    return name(statistics);
  }

  static String name(FeatureNameStatistics statistics) {
    return FeaturePaths.serialize(FeaturePaths.of(statistics));
  }

  FeatureNameStatistics.Type type() {
    return statistics.getType();
  }

  /** The type that a schema gives to such data. */
  FeatureType schemaType() {
    return switch (statistics.getType()) {
      case INT -> FeatureType.INT;
      case FLOAT -> FeatureType.FLOAT;
      case STRING, BYTES -> FeatureType.BYTES;
      case STRUCT -> FeatureType.STRUCT;
      case UNRECOGNIZED -> FeatureType.TYPE_UNKNOWN;
    };
  }

  CommonStatistics common() {
    return FeaturePaths.common(statistics);
  }

  double present() {
    return weighted
        ? common().getWeightedCommonStats().getNumNonMissing()
        : common().getNumNonMissing();
  }

  double missing() {
    return weighted ? common().getWeightedCommonStats().getNumMissing() : common().getNumMissing();
  }

  double presentFraction() {
    return missing() == 0 ? 1 : present() / examples;
  }

  /** Levels of nesting, outermost first; one for plain columns. */
  List<Level> levels() {
    var common = common();
    var levels = new ArrayList<Level>();
    for (var level : common.getPresenceAndValencyStatsList()) {
      levels.add(
          new Level(level.getMinNumValues(), level.getMaxNumValues(), level.getNumMissing()));
    }
    if (levels.isEmpty()) {
      levels.add(new Level(common.getMinNumValues(), common.getMaxNumValues(), missing()));
    }
    return levels;
  }

  double values() {
    var common = common();
    if (weighted) {
      return common.getWeightedCommonStats().getTotNumValues();
    }
    return common.getTotNumValues() != 0
        ? common.getTotNumValues()
        : common.getNumNonMissing() * (double) common.getAvgNumValues();
  }

  /** The texts of the rank histogram with their counts, in the order of their ranks. */
  Map<String, Double> texts() {
    var strings = statistics.getStringStats();
    var ranks =
        weighted ? strings.getWeightedStringStats().getRankHistogram() : strings.getRankHistogram();
    var texts = new LinkedHashMap<String, Double>();
    for (var bucket : ranks.getBucketsList()) {
      texts.put(bucket.getLabel(), bucket.getSampleCount());
    }
    return texts;
  }

  boolean hasInvalidUtf8() {
    return statistics.getStringStats().getInvalidUtf8Count() > 0;
  }

  boolean hasNaN() {
    return statistics.getNumStats().getHistogramsList().stream()
        .anyMatch(histogram -> histogram.getNumNan() > 0);
  }

  double min() {
    return statistics.getNumStats().getMin();
  }

  double max() {
    return statistics.getNumStats().getMax();
  }
}
