package io.tributary.components.schema;

import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.FeatureType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rules ask of the statistics of a feature; weighted figures where there are any. */
record FeatureView(
    List<String> path, FeatureNameStatistics statistics, double examples, boolean weighted) {

  /** Fewest and most values per example at one level of nesting, and where values are missing. */
  record Level(long min, long max, double missing) {}

  String name() {
    return FeaturePaths.serialize(path);
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

  /** Whether the values were looked at, and not only figures from outside given. */
  boolean hasValues() {
    return statistics.getStatsCase() != FeatureNameStatistics.StatsCase.STATS_NOT_SET;
  }

  CommonStatistics common() {
    return common(statistics);
  }

  static CommonStatistics common(FeatureNameStatistics statistics) {
    return switch (statistics.getStatsCase()) {
      case NUM_STATS -> statistics.getNumStats().getCommonStats();
      case STRING_STATS -> statistics.getStringStats().getCommonStats();
      case BYTES_STATS -> statistics.getBytesStats().getCommonStats();
      case STRUCT_STATS -> statistics.getStructStats().getCommonStats();
      case STATS_NOT_SET -> CommonStatistics.getDefaultInstance();
    };
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
    for (int i = 0; i < common.getPresenceAndValencyStatsCount(); i++) {
      var level = common.getPresenceAndValencyStats(i);
      double missing =
          weighted
              ? common.getWeightedPresenceAndValencyStats(i).getNumMissing()
              : level.getNumMissing();
      levels.add(new Level(level.getMinNumValues(), level.getMaxNumValues(), missing));
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

  /** The only custom statistic of a name. */
  Optional<CustomStatistic> custom(String name) {
    var found =
        statistics.getCustomStatsList().stream()
            .filter(custom -> custom.getName().equals(name))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
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
