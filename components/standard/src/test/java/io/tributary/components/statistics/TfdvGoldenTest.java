package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.data.Dataset;
import io.tributary.data.LocalDataEngine;
import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram;
import io.tributary.proto.tfmd.RankHistogram;
import io.tributary.proto.tfmd.StringStatistics.FreqAndValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics of the taxi data beside those that TFDV 1.16.1 made of it. */
class TfdvGoldenTest {
  private static final double RELATIVE = 1e-9;

  /** TFDV adds up weights in double precision, one by one; we do it exactly. */
  private static final double WEIGHTED = 1e-8;

  @TempDir static Path directory;

  @BeforeAll
  static void readTaxiData() throws Exception {
    Rows.fromCsvInSinglePrecision(Rows.TAXI, directory, "all");
  }

  @Test
  void agreesByDefault() throws Exception {
    assertSame(ours(options -> options).getDatasets(0), golden("stats").getDatasets(0));
  }

  @Test
  void agreesWithOtherNumbersOfBucketsAndTopValues() throws Exception {
    var ours =
        ours(
            options ->
                options
                    .withHistogramBuckets(5)
                    .withQuantileBuckets(4)
                    .withTopValues(3)
                    .withRankHistogramBuckets(20));

    assertSame(ours.getDatasets(0), golden("stats_buckets5_quant4_top3").getDatasets(0));
  }

  @Test
  void agreesOnSlicesAndTheirNames() throws Exception {
    var ours = ours(options -> options.withSlices(Slicing.byFeature("payment_type")));
    var golden = golden("stats_sliced_payment_type");

    assertThat(ours.getDatasets(0).getName()).isEqualTo("All Examples");
    assertThat(ours.getDatasetsList())
        .extracting(DatasetFeatureStatistics::getName)
        .containsExactlyInAnyOrderElementsOf(
            golden.getDatasetsList().stream().map(DatasetFeatureStatistics::getName).toList());
    var byName =
        ours.getDatasetsList().stream()
            .collect(Collectors.toMap(DatasetFeatureStatistics::getName, slice -> slice));
    for (var slice : golden.getDatasetsList()) {
      assertSame(byName.get(slice.getName()), slice);
    }
  }

  @Test
  void agreesOnWeightedFigures() throws Exception {
    var ours = ours(options -> options.withWeightFeature("fare")).getDatasets(0);
    var golden = golden("stats_weighted_fare").getDatasets(0);

    assertSame(ours, golden);
    assertThat(ours.getWeightedNumExamples())
        .isCloseTo(golden.getWeightedNumExamples(), close(golden.getWeightedNumExamples()));
    for (int i = 0; i < golden.getFeaturesCount(); i++) {
      assertSameWeighted(
          ours.getFeatures(i), golden.getFeatures(i), golden.getWeightedNumExamples());
    }
  }

  private static DatasetFeatureStatisticsList ours(UnaryOperator<StatisticsOptions> options)
      throws Exception {
    try (var allocator = new RootAllocator()) {
      return DatasetStatistics.computeSlices(
          new LocalDataEngine(allocator, 2),
          Dataset.of(directory, List.of("all")),
          options.apply(StatisticsOptions.DEFAULT));
    }
  }

  private static DatasetFeatureStatisticsList golden(String name) throws Exception {
    var file = Path.of("src/test/resources/goldens/chicago-" + name + "-tfdv-1.16.1.pb");
    return DatasetFeatureStatisticsList.parseFrom(Files.readAllBytes(file));
  }

  private static void assertSame(DatasetFeatureStatistics ours, DatasetFeatureStatistics golden) {
    assertThat(ours.getName()).isEqualTo(golden.getName());
    assertThat(ours.getNumExamples()).isEqualTo(golden.getNumExamples());
    assertThat(ours.getFeaturesList())
        .extracting(feature -> feature.getPath().getStep(0))
        .isEqualTo(
            golden.getFeaturesList().stream()
                .map(feature -> feature.getPath().getStep(0))
                .toList());
    for (int i = 0; i < golden.getFeaturesCount(); i++) {
      assertSame(ours.getFeatures(i), golden.getFeatures(i));
    }
  }

  private static void assertSame(FeatureNameStatistics ours, FeatureNameStatistics golden) {
    var name = golden.getPath().getStep(0);
    assertThat(ours.getType()).as(name).isEqualTo(golden.getType());
    if (golden.hasStringStats()) {
      assertThat(unweighted(ours).getStringStats())
          .as(name)
          .isEqualTo(unweighted(golden).getStringStats());
      return;
    }
    var a = ours.getNumStats();
    var b = golden.getNumStats();
    assertThat(unweighted(ours).getNumStats().getCommonStats())
        .as(name)
        .isEqualTo(unweighted(golden).getNumStats().getCommonStats());
    assertThat(a.getNumZeros()).as(name + " zeros").isEqualTo(b.getNumZeros());
    assertClose(name + " mean", a.getMean(), b.getMean());
    assertClose(name + " std_dev", a.getStdDev(), b.getStdDev());
    assertClose(name + " min", a.getMin(), b.getMin());
    assertClose(name + " max", a.getMax(), b.getMax());
    assertThat(a.getHistogramsCount()).as(name).isEqualTo(b.getHistogramsCount());
    if (b.getHistogramsCount() == 0) {
      return;
    }
    assertStandard(
        name, a.getHistograms(0), b.getHistograms(0), b.getCommonStats().getTotNumValues());
    // TFDV's sketch is exact while it need not compress; time stamps have too many values for that
    if (!name.equals("trip_start_timestamp")) {
      assertClose(name + " median", a.getMedian(), b.getMedian());
      assertQuantiles(name, a.getHistograms(1), b.getHistograms(1), RELATIVE);
    }
  }

  private static void assertStandard(String name, Histogram ours, Histogram golden, double total) {
    // TFDV interpolates between 1000 quantiles where we count: one per cent of all values apart
    double tolerance = 0.01 * total;
    assertThat(ours.getType()).isEqualTo(Histogram.HistogramType.STANDARD);
    assertThat(ours.getBucketsCount()).as(name).isEqualTo(golden.getBucketsCount());
    for (int i = 0; i < golden.getBucketsCount(); i++) {
      assertClose(name, ours.getBuckets(i).getLowValue(), golden.getBuckets(i).getLowValue());
      assertClose(name, ours.getBuckets(i).getHighValue(), golden.getBuckets(i).getHighValue());
      assertThat(ours.getBuckets(i).getSampleCount())
          .as(name + " bucket " + i)
          .isCloseTo(golden.getBuckets(i).getSampleCount(), within(tolerance));
    }
    assertThat(ours.getBucketsList().stream().mapToDouble(Histogram.Bucket::getSampleCount).sum())
        .as(name)
        .isCloseTo(total, within(RELATIVE * total));
  }

  private static void assertQuantiles(
      String name, Histogram ours, Histogram golden, double relative) {
    assertThat(ours.getType()).isEqualTo(Histogram.HistogramType.QUANTILES);
    assertThat(ours.getBucketsCount()).as(name).isEqualTo(golden.getBucketsCount());
    for (int i = 0; i < golden.getBucketsCount(); i++) {
      var a = ours.getBuckets(i);
      var b = golden.getBuckets(i);
      assertClose(name + " quantile " + i, a.getLowValue(), b.getLowValue());
      assertClose(name + " quantile " + i, a.getHighValue(), b.getHighValue());
      assertThat(a.getSampleCount())
          .as(name + " count " + i)
          .isCloseTo(b.getSampleCount(), within(relative * b.getSampleCount()));
    }
  }

  private static void assertClose(String what, double ours, double golden) {
    assertThat(ours)
        .as(what)
        .isCloseTo(golden, within(RELATIVE * Math.max(1e-9, Math.abs(golden))));
  }

  private static FeatureNameStatistics unweighted(FeatureNameStatistics feature) {
    var statistics = feature.toBuilder();
    if (feature.hasStringStats()) {
      statistics.getStringStatsBuilder().clearWeightedStringStats();
      statistics.getStringStatsBuilder().getCommonStatsBuilder().clearWeightedCommonStats();
    } else {
      statistics.getNumStatsBuilder().getCommonStatsBuilder().clearWeightedCommonStats();
    }
    return statistics.build();
  }

  private static void assertSameWeighted(
      FeatureNameStatistics ours, FeatureNameStatistics golden, double total) {
    var name = golden.getPath().getStep(0);
    var mine = common(ours).getWeightedCommonStats();
    var theirs = common(golden).getWeightedCommonStats();
    assertWeighted(name, mine.getNumNonMissing(), theirs.getNumNonMissing());
    // TFDV has the difference of two sums in single precision
    assertThat(mine.getNumMissing())
        .as(name)
        .isCloseTo(theirs.getNumMissing(), within(1e-7 * total));
    assertWeighted(name, mine.getTotNumValues(), theirs.getTotNumValues());
    assertWeighted(name, mine.getAvgNumValues(), theirs.getAvgNumValues());
    if (golden.hasStringStats()) {
      var a = ours.getStringStats().getWeightedStringStats();
      var b = golden.getStringStats().getWeightedStringStats();
      assertThat(a.getTopValuesList())
          .extracting(FreqAndValue::getValue)
          .isEqualTo(b.getTopValuesList().stream().map(FreqAndValue::getValue).toList());
      for (int i = 0; i < b.getTopValuesCount(); i++) {
        // TFDV adds up the weights of texts in single precision
        double frequency = b.getTopValues(i).getFrequency();
        assertThat(a.getTopValues(i).getFrequency())
            .as(name)
            .isCloseTo(frequency, within(1e-6 * frequency));
      }
      assertThat(a.getRankHistogram().getBucketsList())
          .extracting(RankHistogram.Bucket::getLabel)
          .isEqualTo(
              b.getRankHistogram().getBucketsList().stream()
                  .map(RankHistogram.Bucket::getLabel)
                  .toList());
      return;
    }
    var a = ours.getNumStats().getWeightedNumericStats();
    var b = golden.getNumStats().getWeightedNumericStats();
    assertWeighted(name + " mean", a.getMean(), b.getMean());
    assertWeighted(name + " std_dev", a.getStdDev(), b.getStdDev());
    assertStandard(name, a.getHistograms(0), b.getHistograms(0), mine.getTotNumValues());
    if (!name.equals("trip_start_timestamp")) {
      assertWeighted(name + " median", a.getMedian(), b.getMedian());
      assertQuantiles(name, a.getHistograms(1), b.getHistograms(1), WEIGHTED);
    }
  }

  private static CommonStatistics common(FeatureNameStatistics feature) {
    return feature.hasStringStats()
        ? feature.getStringStats().getCommonStats()
        : feature.getNumStats().getCommonStats();
  }

  private static void assertWeighted(String what, double ours, double golden) {
    assertThat(ours).as(what).isCloseTo(golden, close(golden));
  }

  private static org.assertj.core.data.Offset<Double> close(double golden) {
    return within(WEIGHTED * Math.max(1e-8, Math.abs(golden)));
  }
}
