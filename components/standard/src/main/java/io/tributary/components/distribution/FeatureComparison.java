package io.tributary.components.distribution;

import static io.tributary.components.distribution.Verdict.Outcome.BASELINE_MISSING;
import static io.tributary.components.distribution.Verdict.Outcome.CURRENT_MISSING;
import static io.tributary.components.distribution.Verdict.Outcome.EXCEEDED;
import static io.tributary.components.distribution.Verdict.Outcome.HOLDS;
import static io.tributary.components.distribution.Verdict.Outcome.INAPPLICABLE;
import static io.tributary.components.distribution.Verdict.Outcome.UNAVAILABLE;

import io.tributary.components.statistics.StoredValues;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics.StatsCase;
import io.tributary.proto.tfmd.Histogram;
import io.tributary.proto.tfmd.Histogram.HistogramType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Compares one feature of two datasets.
 *
 * @param categorical whether integers are categories
 * @param weighted whether the current statistics have weighted figures, which are then compared
 * @param histograms which histograms TFDV compares
 */
record FeatureComparison(
    List<String> path,
    Optional<FeatureNameStatistics> current,
    Optional<FeatureNameStatistics> baseline,
    Against against,
    boolean categorical,
    boolean weighted,
    HistogramType histograms) {
  private static final int STABILITY_TEXTS = 19;
  private static final double LOWER_QUARTILE = 0.25;
  private static final double UPPER_QUARTILE = 0.75;

  /** What stands in the way of a comparison. */
  private static final class Obstacle extends Exception {
    private static final long serialVersionUID = 1L;

    private final Verdict.Outcome outcome;

    Obstacle(Verdict.Outcome outcome, String message) {
      super(message);
      this.outcome = outcome;
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  Verdict judge(Distance distance, Limit limit, Basis wanted) {
    var basis = distance.isKnownToTfdv() ? wanted : Basis.VALUES;
    try {
      if (current.isEmpty()) {
        throw new Obstacle(CURRENT_MISSING, "the data has no such feature");
      }
      if (baseline.isEmpty()) {
        throw new Obstacle(BASELINE_MISSING, "the " + against.text() + " data has no such feature");
      }
      var now = current.get();
      var then = baseline.get();
      requireComparable(now, then);
      boolean fallsBack = basis == Basis.VALUES && distance.isKnownToTfdv() && !holdValues();
      if (fallsBack) {
        basis = Basis.TFDV;
      }
      var measurement =
          basis == Basis.TFDV ? overTfdv(now, then, distance) : overValues(now, then, distance);
      return verdict(distance, limit, basis, measurement, fallsBack ? whyTfdv() : note(basis));
    } catch (Obstacle obstacle) {
      return refuse(distance, limit, basis, obstacle.outcome, obstacle.text());
    }
  }

  /** A verdict without a measurement. */
  Verdict refuse(Distance distance, Limit limit, Basis basis, Verdict.Outcome outcome, String why) {
    return new Verdict(
        path,
        against,
        distance,
        basis,
        limit,
        outcome,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        List.of(),
        why);
  }

  private void requireComparable(FeatureNameStatistics now, FeatureNameStatistics then)
      throws Obstacle {
    if (now.getStatsCase() != StatsCase.NUM_STATS && now.getStatsCase() != StatsCase.STRING_STATS) {
      throw new Obstacle(
          INAPPLICABLE,
          "features of type " + now.getType() + " have no distribution, only numbers and texts do");
    }
    if (now.getStatsCase() != then.getStatsCase()) {
      throw new Obstacle(
          UNAVAILABLE,
          "the data is " + now.getType() + ", the " + against.text() + " data " + then.getType());
    }
  }

  private static boolean isText(FeatureNameStatistics statistics) {
    return statistics.getStatsCase() == StatsCase.STRING_STATS;
  }

  private boolean holdValues() {
    return !weighted && holdsValues(current.orElseThrow()) && holdsValues(baseline.orElseThrow());
  }

  private static boolean holdsValues(FeatureNameStatistics statistics) {
    return isText(statistics) || StoredValues.numbers(statistics).isPresent();
  }

  private String whyTfdv() {
    return weighted
        ? "because the statistics are weighted"
        : "because the statistics hold no values: describe the data again with StatisticsGen";
  }

  private String note(Basis basis) {
    return weighted && basis == Basis.VALUES ? "of the rows without their weights" : "";
  }

  private Measurement overTfdv(
      FeatureNameStatistics now, FeatureNameStatistics then, Distance distance) throws Obstacle {
    requireApplicable(distance, isText(now));
    if (isText(now)) {
      return ofTexts(
          TextValues.of(TfdvBuckets.ranks(now, weighted)),
          TextValues.of(TfdvBuckets.ranks(then, weighted)),
          distance,
          BucketDistances::jensenShannon);
    }
    var aligned =
        TfdvBuckets.align(
            histogram(now, "the data"), histogram(then, "the " + against.text() + " data"));
    if (aligned.currentTotal() == 0 || aligned.baselineTotal() == 0) {
      throw new Obstacle(UNAVAILABLE, "a histogram is empty");
    }
    return BucketDistances.jensenShannon(aligned);
  }

  private Histogram histogram(FeatureNameStatistics statistics, String of) throws Obstacle {
    var found = TfdvBuckets.histogram(statistics, histograms, weighted);
    if (found.isEmpty()) {
      throw new Obstacle(
          UNAVAILABLE,
          "the statistics of "
              + of
              + " have no "
              + (weighted ? "weighted histogram " : "histogram ")
              + histograms);
    }
    return found.get();
  }

  private Measurement overValues(
      FeatureNameStatistics now, FeatureNameStatistics then, Distance distance) throws Obstacle {
    if (isText(now)) {
      requireApplicable(distance, true);
      return ofTexts(
          TextValues.of(now),
          TextValues.of(then),
          distance,
          BucketDistances::jensenShannonOfSamples);
    }
    var numbersNow = numbers(now, "the data");
    var numbersThen = numbers(then, "the " + against.text() + " data");
    boolean asCategories = categorical && numbersNow.isExact() && numbersThen.isExact();
    requireApplicable(distance, asCategories);
    return asCategories
        ? ofTexts(
            TextValues.of(numbersNow),
            TextValues.of(numbersThen),
            distance,
            BucketDistances::jensenShannonOfSamples)
        : ofNumbers(numbersNow, numbersThen, distance);
  }

  private static void requireApplicable(Distance distance, boolean categories) throws Obstacle {
    if (!distance.appliesTo(categories)) {
      throw new Obstacle(
          INAPPLICABLE,
          "it does not apply to "
              + (categories ? "categories" : "numbers")
              + "; those that do are "
              + Distance.applicableTo(categories));
    }
  }

  private static NumberValues numbers(FeatureNameStatistics statistics, String of) throws Obstacle {
    var stored = StoredValues.numbers(statistics);
    if (stored.isEmpty()) {
      throw new Obstacle(
          UNAVAILABLE,
          "the statistics of " + of + " hold no values: describe it again with StatisticsGen");
    }
    var numbers = new NumberValues(stored.get());
    if (numbers.total() == 0) {
      throw new Obstacle(UNAVAILABLE, of + " has no number");
    }
    return numbers;
  }

  private Measurement ofTexts(
      TextValues now,
      TextValues then,
      Distance distance,
      Function<Alignment, Measurement> jensenShannon)
      throws Obstacle {
    if (now.counts().isEmpty() || then.counts().isEmpty()) {
      throw new Obstacle(
          UNAVAILABLE,
          "no value is listed for "
              + (now.counts().isEmpty() ? "the data" : "the " + against.text() + " data"));
    }
    var aligned = Alignment.of(now, then);
    return switch (distance) {
      case L_INFINITY -> BucketDistances.lInfinity(aligned);
      case NORMALIZED_ABSOLUTE_DIFFERENCE -> BucketDistances.normalizedAbsoluteDifference(aligned);
      case JENSEN_SHANNON -> jensenShannon.apply(aligned);
      case POPULATION_STABILITY_INDEX ->
          BucketDistances.populationStability(aligned.mostFrequent(STABILITY_TEXTS));
      case CHI_SQUARE -> BucketDistances.chiSquare(aligned);
      case KOLMOGOROV_SMIRNOV, WASSERSTEIN, NORMALIZED_WASSERSTEIN ->
          throw new IllegalStateException(distance + " of categories");
    };
  }

  private Measurement ofNumbers(NumberValues now, NumberValues then, Distance distance)
      throws Obstacle {
    return switch (distance) {
      case JENSEN_SHANNON ->
          BucketDistances.jensenShannonOfSamples(
              Alignment.of(now, then, NumberBins.shared(now, then)));
      case KOLMOGOROV_SMIRNOV -> NumberDistances.kolmogorovSmirnov(now, then);
      case POPULATION_STABILITY_INDEX ->
          BucketDistances.populationStability(
              Alignment.of(now, then, NumberBins.deciles(now, then)));
      case WASSERSTEIN -> NumberDistances.wasserstein(now, then, finiteUnit(now, then, 1));
      case NORMALIZED_WASSERSTEIN ->
          NumberDistances.wasserstein(
              now,
              then,
              finiteUnit(now, then, then.quantile(UPPER_QUARTILE) - then.quantile(LOWER_QUARTILE)));
      case L_INFINITY, NORMALIZED_ABSOLUTE_DIFFERENCE, CHI_SQUARE ->
          throw new IllegalStateException(distance + " of numbers");
    };
  }

  private double finiteUnit(NumberValues now, NumberValues then, double unit) throws Obstacle {
    if (!now.isFinite() || !then.isFinite()) {
      throw new Obstacle(UNAVAILABLE, "there are infinite numbers, which are infinitely far away");
    }
    if (!(unit > 0)) {
      throw new Obstacle(
          UNAVAILABLE,
          "the interquartile range of the "
              + against.text()
              + " data is 0; compare by WASSERSTEIN, in the unit of the feature");
    }
    return unit;
  }

  private Verdict verdict(
      Distance distance, Limit limit, Basis basis, Measurement measurement, String note)
      throws Obstacle {
    if (!Double.isFinite(measurement.value())) {
      throw new Obstacle(UNAVAILABLE, "the numbers are too far apart to be added up");
    }
    boolean holds = limit.holds(measurement.value(), measurement.pValue().orElse(1));
    return new Verdict(
        path,
        against,
        distance,
        basis,
        limit,
        holds ? HOLDS : EXCEEDED,
        Optional.of(measurement.value()),
        boxed(measurement.pValue()),
        boxed(measurement.byChance()),
        measurement.alignment().currentTotal(),
        measurement.alignment().baselineTotal(),
        measurement.buckets(),
        note);
  }

  private static Optional<Double> boxed(OptionalDouble number) {
    return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
  }
}
