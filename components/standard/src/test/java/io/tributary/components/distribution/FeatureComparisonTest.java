package io.tributary.components.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics.Type;
import io.tributary.proto.tfmd.Histogram;
import io.tributary.proto.tfmd.Histogram.HistogramType;
import io.tributary.proto.tfmd.StructStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureComparisonTest {
  private static final FeatureNameStatistics NUMBERS = Describe.numbers("x", 1, 2, 2, 3);
  private static final FeatureNameStatistics TEXTS = Describe.texts("x", Map.of("a", 3L, "b", 1L));
  private static final Limit NONE = new Limit.AtMost(0);

  private static FeatureComparison comparison(
      @Nullable FeatureNameStatistics current,
      @Nullable FeatureNameStatistics baseline,
      boolean categorical,
      boolean weighted) {
    return new FeatureComparison(
        List.of("x"),
        Optional.ofNullable(current),
        Optional.ofNullable(baseline),
        Against.SERVING,
        categorical,
        weighted,
        HistogramType.STANDARD);
  }

  private static Verdict judge(
      @Nullable FeatureNameStatistics current,
      @Nullable FeatureNameStatistics baseline,
      Distance distance) {
    return comparison(current, baseline, false, false).judge(distance, NONE, Basis.VALUES);
  }

  @ParameterizedTest
  @EnumSource(Basis.class)
  void distancesOfCategoriesAreRefusedForNumbers(Basis basis) {
    for (var distance :
        List.of(
            Distance.L_INFINITY, Distance.NORMALIZED_ABSOLUTE_DIFFERENCE, Distance.CHI_SQUARE)) {
      var verdict = comparison(NUMBERS, NUMBERS, false, false).judge(distance, NONE, basis);
      assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.INAPPLICABLE);
      assertThat(verdict.holds()).isFalse();
      assertThat(verdict.value()).isEmpty();
      assertThat(verdict.note())
          .contains("does not apply to numbers", "JENSEN_SHANNON", "KOLMOGOROV_SMIRNOV");
    }
  }

  @ParameterizedTest
  @EnumSource(Basis.class)
  void distancesOfNumbersAreRefusedForTexts(Basis basis) {
    for (var distance :
        List.of(
            Distance.KOLMOGOROV_SMIRNOV, Distance.WASSERSTEIN, Distance.NORMALIZED_WASSERSTEIN)) {
      var verdict = comparison(TEXTS, TEXTS, false, false).judge(distance, NONE, basis);
      assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.INAPPLICABLE);
      assertThat(verdict.note()).contains("does not apply to categories", "CHI_SQUARE");
    }
  }

  @Test
  void structsAreRefused() {
    var struct =
        FeatureNameStatistics.newBuilder()
            .setType(Type.STRUCT)
            .setStructStats(StructStatistics.getDefaultInstance())
            .build();
    assertThat(judge(struct, struct, Distance.JENSEN_SHANNON))
        .returns(Verdict.Outcome.INAPPLICABLE, Verdict::outcome)
        .satisfies(verdict -> assertThat(verdict.note()).contains("STRUCT"));
  }

  @Test
  void integersAreCategoriesWhereTheSchemaSaysSo() {
    var verdict =
        comparison(NUMBERS, Describe.numbers("x", 1, 2, 3, 3), true, false)
            .judge(Distance.L_INFINITY, NONE, Basis.VALUES);
    assertThat(verdict.value()).contains(0.25);
    assertThat(verdict.buckets())
        .extracting(Bucket::label, Bucket::current, Bucket::baseline, Bucket::contribution)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("1", 0.25, 0.25, 0.0),
            org.assertj.core.groups.Tuple.tuple("2", 0.5, 0.25, 0.25),
            org.assertj.core.groups.Tuple.tuple("3", 0.25, 0.5, 0.25));
  }

  @Test
  void aMissingSideIsNamed() {
    assertThat(judge(NUMBERS, null, Distance.JENSEN_SHANNON))
        .returns(Verdict.Outcome.BASELINE_MISSING, Verdict::outcome)
        .satisfies(verdict -> assertThat(verdict.note()).contains("the serving data has no"));
    assertThat(judge(null, NUMBERS, Distance.JENSEN_SHANNON).outcome())
        .isEqualTo(Verdict.Outcome.CURRENT_MISSING);
  }

  @Test
  void textsAreNotComparedWithNumbers() {
    assertThat(judge(NUMBERS, TEXTS, Distance.JENSEN_SHANNON))
        .returns(Verdict.Outcome.UNAVAILABLE, Verdict::outcome)
        .satisfies(verdict -> assertThat(verdict.note()).contains("FLOAT", "STRING"));
  }

  @Test
  void aSideWithoutValuesCannotBeCompared() {
    assertThat(judge(Describe.numbers("x", Double.NaN), NUMBERS, Distance.KOLMOGOROV_SMIRNOV))
        .returns(Verdict.Outcome.UNAVAILABLE, Verdict::outcome)
        .satisfies(verdict -> assertThat(verdict.note()).isEqualTo("the data has no number"));
    assertThat(judge(TEXTS, Describe.texts("x", Map.of(), 7), Distance.CHI_SQUARE))
        .returns(Verdict.Outcome.UNAVAILABLE, Verdict::outcome)
        .satisfies(verdict -> assertThat(verdict.note()).contains("the serving data"));
  }

  @Test
  void statisticsWithoutValuesAreComparedOverTfdvsHistogramsAndTheVerdictSaysSo() {
    var bare = NUMBERS.toBuilder().clearCustomStats();
    bare.getNumStatsBuilder()
        .addHistograms(Histogram.newBuilder().addBuckets(Describe.bucket(1, 3, 4)));
    var theirs = bare.build();

    var verdict = judge(NUMBERS, theirs, Distance.JENSEN_SHANNON);
    assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.UNAVAILABLE);
    assertThat(verdict.note()).contains("have no histogram STANDARD");
    verdict = judge(theirs, theirs, Distance.JENSEN_SHANNON);
    assertThat(verdict.basis()).isEqualTo(Basis.TFDV);
    assertThat(verdict.value()).contains(0.0);
    assertThat(verdict.summary()).contains("over TFDV's histograms", "hold no values");
    assertThat(judge(theirs, theirs, Distance.WASSERSTEIN))
        .returns(Verdict.Outcome.UNAVAILABLE, Verdict::outcome)
        .satisfies(wasserstein -> assertThat(wasserstein.note()).contains("StatisticsGen"));
  }

  @Test
  void saysWhereWeightsDoNotCount() {
    var verdict =
        comparison(NUMBERS, NUMBERS, false, true)
            .judge(Distance.KOLMOGOROV_SMIRNOV, NONE, Basis.VALUES);

    assertThat(verdict.note()).isEqualTo("of the rows without their weights");
  }

  @Test
  void weightedStatisticsAreComparedByTheirWeights() {
    var weighted = TEXTS.toBuilder();
    weighted
        .getStringStatsBuilder()
        .getWeightedStringStatsBuilder()
        .setRankHistogram(TEXTS.getStringStats().getRankHistogram());
    var verdict =
        comparison(weighted.build(), weighted.build(), false, true)
            .judge(Distance.L_INFINITY, NONE, Basis.VALUES);
    assertThat(verdict.basis()).isEqualTo(Basis.TFDV);
    assertThat(verdict.note()).contains("weighted");
  }

  @Test
  void pValuesDecideWhereTheyAreLimited() {
    var coin = Describe.texts("x", Map.of("heads", 50L, "tails", 50L));
    var edge = Describe.texts("x", Map.of("heads", 75L, "tails", 25L));
    var comparison = comparison(coin, edge, false, false);
    assertThat(
            comparison
                .judge(Distance.CHI_SQUARE, new Limit.PValueAtLeast(0.0001), Basis.VALUES)
                .holds())
        .isTrue();
    assertThat(
            comparison
                .judge(Distance.CHI_SQUARE, new Limit.PValueAtLeast(0.01), Basis.VALUES)
                .outcome())
        .isEqualTo(Verdict.Outcome.EXCEEDED);
  }

  @Test
  void aLimitIsKeptUpToItsBound() {
    var comparison = comparison(TEXTS, Describe.texts("x", Map.of("a", 1L, "b", 1L)), false, false);
    assertThat(comparison.judge(Distance.L_INFINITY, new Limit.AtMost(0.25), Basis.VALUES).holds())
        .isTrue();
    assertThat(
            comparison.judge(Distance.L_INFINITY, new Limit.AtMost(0.2499), Basis.VALUES).holds())
        .isFalse();
  }

  @Test
  void unlistedTextsMakeNoDifferenceThatTheListCannotProve() {
    var long1 = new HashMap<String, Long>();
    var long2 = new HashMap<String, Long>();
    for (int i = 0; i < 100; i++) {
      long1.put("first " + i, 5L);
      long2.put("second " + i, 5L);
    }
    var current = Describe.texts("x", long1, 10_000);
    var baseline = Describe.texts("x", long2, 10_000);
    assertThat(judge(current, baseline, Distance.L_INFINITY).value()).contains(0.0);
    assertThat(judge(current, baseline, Distance.JENSEN_SHANNON).value()).contains(0.0);

    var frequent = new HashMap<>(long2);
    frequent.put("new", 4_000L);
    var verdict = judge(Describe.texts("x", frequent, 10_000), baseline, Distance.L_INFINITY);
    assertThat(verdict.value()).contains(0.4 - 5 / 10_000.0);
    assertThat(verdict.buckets()).extracting(Bucket::label).contains("(other values)");
  }

  @Test
  void bucketsBeyondAThousandAreOne() {
    var many = new HashMap<String, Long>();
    for (int i = 0; i < 3000; i++) {
      many.put("value " + i, 1L + i % 7);
    }
    var verdict = judge(Describe.texts("x", many), TEXTS, Distance.JENSEN_SHANNON);
    assertThat(verdict.buckets()).hasSize(1000);
    assertThat(verdict.buckets().get(999).label()).isEqualTo("(2003 more)");
    assertThat(verdict.buckets().stream().mapToDouble(Bucket::contribution).sum())
        .isCloseTo(verdict.value().orElseThrow(), org.assertj.core.api.Assertions.within(1e-9));
  }

  @Test
  void theSummaryNamesDistanceBasisValueAndWorstBuckets() {
    var verdict = judge(TEXTS, Describe.texts("x", Map.of("a", 1L, "c", 1L)), Distance.L_INFINITY);
    assertThat(verdict.summary())
        .isEqualTo(
            "L_INFINITY against serving over values is 0.500000; most by c: 0.00 % now, 50.00 % serving;"
                + " a: 75.00 % now, 50.00 % serving; b: 25.00 % now, 0.00 % serving");
  }
}
