package io.tributary.components.statistics;

import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram;
import io.tributary.proto.tfmd.RankHistogram;
import java.util.Optional;

/**
 * The distribution of a column's values, finer than TFDV's histograms, as a custom statistic of its
 * feature. TFDV and its viewers read over it.
 *
 * <p>Numbers: a histogram, ascending. A bucket whose bounds are equal counts one number exactly;
 * any other counts exactly the numbers from its smallest to its largest, both of which occur. Up to
 * {@link StatisticsOptions#valueCells} different numbers have a bucket each. With more, a number
 * that makes up {@code 1 / valueCells} of all still has one of its own, and no bucket of several
 * numbers holds {@code 2 / valueCells} or more, so that the share of all numbers up to any point is
 * known to within that; there are at most {@code 2 * valueCells} buckets. Infinities always have a
 * bucket each, NaN is counted beside.
 *
 * <p>Texts: the ten times {@code valueCells} most frequent values with exact counts, as a rank
 * histogram; absent where the rank histogram of the feature lists as many.
 */
public final class StoredValues {
  /** Name of the custom statistic. */
  public static final String NAME = "tributary.values";

  private static final int TEXTS_PER_CELL = 10;

  private StoredValues() {}

  /** The numbers of a feature; empty where they were not stored. */
  public static Optional<Histogram> numbers(FeatureNameStatistics feature) {
    return find(feature).filter(CustomStatistic::hasHistogram).map(CustomStatistic::getHistogram);
  }

  /** The stored texts of a feature; empty where they were not stored. */
  public static Optional<RankHistogram> texts(FeatureNameStatistics feature) {
    return find(feature)
        .filter(CustomStatistic::hasRankHistogram)
        .map(CustomStatistic::getRankHistogram);
  }

  private static Optional<CustomStatistic> find(FeatureNameStatistics feature) {
    return feature.getCustomStatsList().stream()
        .filter(statistic -> statistic.getName().equals(NAME))
        .findFirst();
  }

  static void addNumbers(
      FeatureNameStatistics.Builder feature,
      Distribution distribution,
      long notANumber,
      StatisticsOptions options) {
    if (options.valueCells() > 0) {
      feature.addCustomStats(
          CustomStatistic.newBuilder()
              .setName(NAME)
              .setHistogram(
                  distribution.cells(options.valueCells()).toBuilder().setNumNan(notANumber)));
    }
  }

  static void addTexts(
      FeatureNameStatistics.Builder feature, FrequentValues texts, StatisticsOptions options) {
    int stored = TEXTS_PER_CELL * options.valueCells();
    if (stored > options.rankHistogramBuckets() && texts.size() > options.rankHistogramBuckets()) {
      feature.addCustomStats(
          CustomStatistic.newBuilder().setName(NAME).setRankHistogram(texts.ranks(stored)));
    }
  }
}
