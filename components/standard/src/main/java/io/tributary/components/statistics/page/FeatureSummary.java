package io.tributary.components.statistics.page;

import static java.util.Objects.requireNonNull;

import io.tributary.components.schema.FeaturePaths;
import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.util.List;
import java.util.Optional;

/**
 * What a line of a table says of a feature; weights do not count.
 *
 * @param name the path, its steps joined by dots
 * @param type as found in the data
 * @param count examples that have the feature
 * @param missing examples that do not
 * @param values of all examples together
 * @param numbers of a feature of numbers that has any
 * @param texts of a feature of texts or bytes
 */
public record FeatureSummary(
    String name,
    FeatureNameStatistics.Type type,
    long count,
    long missing,
    long values,
    Optional<Numbers> numbers,
    Optional<Texts> texts) {

  /**
   * Figures of numbers; NaN counts in {@code nan} alone.
   *
   * @param stdDev of the population
   */
  public record Numbers(
      double mean, double stdDev, long zeros, long nan, double min, double median, double max) {}

  /**
   * Figures of texts or bytes.
   *
   * @param unique how many different ones
   * @param top the most frequent one; of bytes, none is told
   * @param topFrequency how often that occurs
   * @param averageLength in bytes
   */
  public record Texts(
      long unique, Optional<String> top, double topFrequency, double averageLength) {}

  public FeatureSummary {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(numbers, "numbers");
    requireNonNull(texts, "texts");
  }

  /** Part of the examples without a value, from 0 to 1; 0 where there are no examples. */
  public double missingFraction() {
    return missing == 0 ? 0 : (double) missing / (count + missing);
  }

  /** The line of a feature. */
  public static FeatureSummary of(FeatureNameStatistics feature) {
    var common = common(feature);
    return new FeatureSummary(
        name(feature),
        feature.getType(),
        common.getNumNonMissing(),
        common.getNumMissing(),
        values(common),
        numbers(feature, values(common)),
        texts(feature));
  }

  /** The path of a feature, as {@link FeaturePaths} writes it. */
  public static String name(FeatureNameStatistics feature) {
    return FeaturePaths.serialize(
        feature.hasPath() ? feature.getPath().getStepList() : List.of(feature.getName()));
  }

  /** What statistics say of every feature, whatever its type. */
  public static CommonStatistics common(FeatureNameStatistics feature) {
    return switch (feature.getStatsCase()) {
      case NUM_STATS -> feature.getNumStats().getCommonStats();
      case STRING_STATS -> feature.getStringStats().getCommonStats();
      case BYTES_STATS -> feature.getBytesStats().getCommonStats();
      case STRUCT_STATS -> feature.getStructStats().getCommonStats();
      case STATS_NOT_SET -> CommonStatistics.getDefaultInstance();
    };
  }

  private static long values(CommonStatistics common) {
    return common.getTotNumValues() != 0
        ? common.getTotNumValues()
        : Math.round(common.getNumNonMissing() * (double) common.getAvgNumValues());
  }

  private static Optional<Numbers> numbers(FeatureNameStatistics feature, long values) {
    if (!feature.hasNumStats() || values == 0) {
      return Optional.empty();
    }
    var of = feature.getNumStats();
    long nan = of.getHistogramsCount() == 0 ? 0 : of.getHistograms(0).getNumNan();
    return Optional.of(
        new Numbers(
            of.getMean(),
            of.getStdDev(),
            of.getNumZeros(),
            nan,
            of.getMin(),
            of.getMedian(),
            of.getMax()));
  }

  private static Optional<Texts> texts(FeatureNameStatistics feature) {
    if (feature.hasStringStats()) {
      var of = feature.getStringStats();
      var top = of.getTopValuesList().stream().findFirst();
      return Optional.of(
          new Texts(
              of.getUnique(),
              top.map(value -> value.getValue()),
              top.map(value -> value.getFrequency()).orElse(0.0),
              of.getAvgLength()));
    }
    return feature.hasBytesStats()
        ? Optional.of(
            new Texts(
                feature.getBytesStats().getUnique(),
                Optional.empty(),
                0,
                feature.getBytesStats().getAvgNumBytes()))
        : Optional.empty();
  }
}
