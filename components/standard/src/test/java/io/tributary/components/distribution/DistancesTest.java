package io.tributary.components.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.components.json.Json;
import io.tributary.components.probability.Tails;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram.HistogramType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DistancesTest {
  private static final List<Distance> SYMMETRIC =
      List.of(
          Distance.L_INFINITY,
          Distance.NORMALIZED_ABSOLUTE_DIFFERENCE,
          Distance.JENSEN_SHANNON,
          Distance.KOLMOGOROV_SMIRNOV,
          Distance.WASSERSTEIN,
          Distance.CHI_SQUARE);

  private static Map<?, ?> golden() throws IOException {
    var file = Path.of("src/test/resources/goldens/distances-scipy-1.17.1.json");
    return (Map<?, ?>) Json.read(Files.readAllBytes(file));
  }

  static List<?> numberSamples() throws IOException {
    return (List<?>) golden().get("numbers");
  }

  static List<?> categorySamples() throws IOException {
    return (List<?>) golden().get("categories");
  }

  private static Verdict measure(
      FeatureNameStatistics current, FeatureNameStatistics baseline, Distance distance) {
    return new FeatureComparison(
            List.of("x"),
            Optional.of(current),
            Optional.of(baseline),
            Against.BASELINE,
            false,
            false,
            HistogramType.STANDARD)
        .judge(distance, new Limit.AtMost(0), Basis.VALUES);
  }

  private static double value(Verdict verdict) {
    return verdict.value().orElseThrow(() -> new AssertionError(verdict.summary()));
  }

  private static void assertMeasured(
      Map<?, ?> sample,
      FeatureNameStatistics current,
      FeatureNameStatistics baseline,
      Distance distance,
      String key) {
    var expected = ((Number) sample.get(key)).doubleValue();
    assertThat(value(measure(current, baseline, distance)))
        .as(key)
        .isCloseTo(expected, within(1e-12 + 1e-10 * expected));
  }

  @ParameterizedTest
  @MethodSource("numberSamples")
  void distancesOfNumbersAreThoseOfScipy(Map<?, ?> sample) {
    var current = Describe.numbers("x", doubles(sample.get("current")));
    var baseline = Describe.numbers("x", doubles(sample.get("baseline")));

    assertMeasured(sample, current, baseline, Distance.KOLMOGOROV_SMIRNOV, "kolmogorov_smirnov");
    assertMeasured(sample, current, baseline, Distance.WASSERSTEIN, "wasserstein");
    assertMeasured(
        sample,
        current,
        baseline,
        Distance.POPULATION_STABILITY_INDEX,
        "population_stability_index");
    assertThat(measure(current, baseline, Distance.KOLMOGOROV_SMIRNOV).pValue())
        .hasValueSatisfying(p -> assertThat(p).isCloseTo(number(sample, "p_value"), within(1e-12)));
    if (sample.get("normalized_wasserstein") == null) {
      assertThat(measure(current, baseline, Distance.NORMALIZED_WASSERSTEIN).note())
          .contains("interquartile range", "WASSERSTEIN");
    } else {
      assertMeasured(
          sample, current, baseline, Distance.NORMALIZED_WASSERSTEIN, "normalized_wasserstein");
    }
  }

  private static double[] doubles(Object list) {
    return ((List<?>) list).stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
  }

  private static double number(Map<?, ?> sample, String key) {
    return ((Number) sample.get(key)).doubleValue();
  }

  @ParameterizedTest
  @MethodSource("categorySamples")
  void distancesOfCategoriesAreThoseOfScipy(Map<?, ?> sample) {
    var current = texts(doubles(sample.get("current")));
    var baseline = texts(doubles(sample.get("baseline")));

    for (var distance :
        List.of(
            Distance.L_INFINITY,
            Distance.NORMALIZED_ABSOLUTE_DIFFERENCE,
            Distance.JENSEN_SHANNON,
            Distance.POPULATION_STABILITY_INDEX,
            Distance.CHI_SQUARE)) {
      assertMeasured(
          sample, current, baseline, distance, distance.name().toLowerCase(java.util.Locale.ROOT));
    }
    assertThat(measure(current, baseline, Distance.CHI_SQUARE).pValue())
        .hasValueSatisfying(p -> assertThat(p).isCloseTo(number(sample, "p_value"), within(1e-12)));
  }

  @Test
  void textsThatAreNotListedAreNoneOfTheMostFrequent() {
    var counts = new LinkedHashMap<String, Long>();
    for (int i = 0; i < 25; i++) {
      counts.put("value " + i, 100L - i);
    }
    var texts = Describe.texts("x", counts, 100_000);

    assertThat(measure(texts, texts, Distance.POPULATION_STABILITY_INDEX).buckets())
        .extracting(Bucket::label)
        .hasSize(20)
        .contains("value 0", "value 18")
        .containsOnlyOnce("(other values)");
  }

  private static FeatureNameStatistics texts(double[] counts) {
    var byValue = new LinkedHashMap<String, Long>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        byValue.put("value " + i, (long) counts[i]);
      }
    }
    return Describe.texts("x", byValue);
  }

  @Test
  void tailsAreThoseOfScipy() throws IOException {
    for (var entry : (List<?>) golden().get("kolmogorov")) {
      var row = doubles(entry);
      assertThat(Tails.kolmogorov(row[0])).isCloseTo(row[1], within(1e-14 + 1e-12 * row[1]));
    }
    for (var entry : (List<?>) golden().get("chi_square")) {
      var row = doubles(entry);
      assertThat(Tails.chiSquare(row[0], (int) row[1]))
          .isCloseTo(row[2], within(1e-14 + 1e-10 * row[2]));
    }
  }

  @Provide
  Arbitrary<double[]> columns() {
    return Arbitraries.oneOf(
            Arbitraries.doubles().between(-5, 5).ofScale(1),
            Arbitraries.doubles().between(-1e6, 1e6))
        .array(double[].class)
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  @Provide
  Arbitrary<Map<String, Long>> categories() {
    return Arbitraries.maps(
            Arbitraries.of("a", "b", "c", "d", "e"), Arbitraries.longs().between(1, 200))
        .ofMinSize(1);
  }

  @Property(tries = 150)
  void distancesOfNumbersAreSymmetricAndNeverNegative(
      @ForAll("columns") double[] a, @ForAll("columns") double[] b) {
    var one = Describe.numbers("x", a);
    var other = Describe.numbers("x", b);
    assertSymmetric(one, other, false);
  }

  @Property(tries = 150)
  void distancesOfCategoriesAreSymmetricAndNeverNegative(
      @ForAll("categories") Map<String, Long> a, @ForAll("categories") Map<String, Long> b) {
    assertSymmetric(Describe.texts("x", a), Describe.texts("x", b), true);
  }

  private static void assertSymmetric(
      FeatureNameStatistics one, FeatureNameStatistics other, boolean categories) {
    for (var distance : Distance.applicableTo(categories)) {
      var verdict = measure(one, other, distance);
      if (verdict.value().isEmpty()) {
        assertThat(distance).isEqualTo(Distance.NORMALIZED_WASSERSTEIN);
        continue;
      }
      assertThat(value(verdict)).as(distance.name()).isNotNegative();
      if (SYMMETRIC.contains(distance)) {
        double back = value(measure(other, one, distance));
        assertThat(value(verdict)).isCloseTo(back, within(1e-9 * (1 + back)));
      }
    }
  }

  @Property(tries = 150)
  void equalColumnsHaveNoDistance(
      @ForAll("columns") double[] numbers, @ForAll("categories") Map<String, Long> categories) {
    var column = Describe.numbers("x", numbers);
    var texts = Describe.texts("x", categories);
    for (var distance : Distance.values()) {
      for (var each : List.of(column, texts)) {
        measure(each, each, distance)
            .value()
            .ifPresent(value -> assertThat(value).as(distance.name()).isCloseTo(0, within(1e-12)));
      }
    }
  }

  @Property(tries = 150)
  void contributionsAddUpToTheDistanceOrHoldTheLargest(
      @ForAll("columns") double[] a, @ForAll("columns") double[] b) {
    for (var distance : Distance.applicableTo(false)) {
      var verdict = measure(Describe.numbers("x", a), Describe.numbers("x", b), distance);
      if (verdict.value().isEmpty()) {
        continue;
      }
      var contributions = verdict.buckets().stream().mapToDouble(Bucket::contribution);
      double total =
          distance == Distance.KOLMOGOROV_SMIRNOV
              ? contributions.max().orElseThrow()
              : contributions.sum();
      assertThat(total).isCloseTo(value(verdict), within(1e-9 * (1 + total)));
      assertThat(verdict.buckets().stream().mapToDouble(Bucket::current).sum())
          .isCloseTo(1, within(1e-9));
      assertThat(verdict.buckets().stream().mapToDouble(Bucket::baseline).sum())
          .isCloseTo(1, within(1e-9));
      assertThat(verdict.currentCount()).isEqualTo(a.length);
    }
  }

  @Test
  void knownDistancesAreMet() {
    var zeros = Describe.numbers("x", 0, 0, 0, 0);
    var threes = Describe.numbers("x", 3, 3);
    assertThat(value(measure(zeros, threes, Distance.WASSERSTEIN))).isEqualTo(3);
    assertThat(value(measure(zeros, threes, Distance.KOLMOGOROV_SMIRNOV))).isEqualTo(1);
    assertThat(value(measure(zeros, threes, Distance.JENSEN_SHANNON))).isEqualTo(1);
    var coin = Describe.texts("x", Map.of("heads", 50L, "tails", 50L));
    var edge = Describe.texts("x", Map.of("heads", 75L, "tails", 25L));
    assertThat(value(measure(coin, edge, Distance.L_INFINITY))).isEqualTo(0.25);
    assertThat(value(measure(coin, edge, Distance.NORMALIZED_ABSOLUTE_DIFFERENCE)))
        .isEqualTo(0.125);
    assertThat(value(measure(coin, edge, Distance.CHI_SQUARE)))
        .isCloseTo(2 * 12.5 * 12.5 * (1 / 62.5 + 1 / 37.5), within(1e-12));
  }

  @Test
  void notANumberIsAValueOfItsOwnButHasNoPlaceInAnOrder() {
    var some = Describe.numbers("x", 1, 2, 3, 4, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    var none = Describe.numbers("x", 1, 2, 3, 4);
    assertThat(value(measure(some, none, Distance.KOLMOGOROV_SMIRNOV))).isZero();
    assertThat(value(measure(some, none, Distance.WASSERSTEIN))).isZero();
    assertThat(value(measure(some, none, Distance.JENSEN_SHANNON))).isGreaterThan(0.3);
    assertThat(measure(some, none, Distance.JENSEN_SHANNON).buckets())
        .extracting(Bucket::label)
        .containsExactly("1", "2", "3", "4", "NaN");
  }

  @Test
  void infinitiesHaveARankButNoPlace() {
    var some = Describe.numbers("x", 1, 2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    var none = Describe.numbers("x", 1, 2);
    assertThat(value(measure(some, none, Distance.KOLMOGOROV_SMIRNOV))).isEqualTo(0.25);
    assertThat(value(measure(some, none, Distance.JENSEN_SHANNON))).isGreaterThan(0.2);
    var left = Describe.numbers("x", -Double.MAX_VALUE);
    var right = Describe.numbers("x", Double.MAX_VALUE);
    assertThat(measure(left, right, Distance.WASSERSTEIN).outcome())
        .isEqualTo(Verdict.Outcome.UNAVAILABLE);
    assertThat(measure(some, none, Distance.WASSERSTEIN))
        .returns(Verdict.Outcome.UNAVAILABLE, Verdict::outcome)
        .satisfies(verdict -> assertThat(verdict.note()).contains("infinite"));
  }
}
