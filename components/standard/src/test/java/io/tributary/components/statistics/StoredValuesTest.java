package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram.Bucket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StoredValuesTest {
  private static final StatisticsOptions OPTIONS = StatisticsOptions.DEFAULT;

  @Provide
  Arbitrary<Map<Double, Long>> counts() {
    var numbers =
        Arbitraries.oneOf(
            Arbitraries.doubles(), Arbitraries.of(Double.POSITIVE_INFINITY, -1.0, 0.0, 1.0));
    return Arbitraries.maps(numbers, Arbitraries.longs().between(1, 1000))
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void cellsPartTheNumbersAndAreSmall(
      @ForAll("counts") Map<Double, Long> counts, @ForAll @IntRange(min = 1, max = 70) int cells) {
    var sorted = new TreeMap<>(counts);
    double all = counts.values().stream().mapToLong(count -> count).sum();

    var buckets = distribution(sorted).cells(cells).getBucketsList();

    double before = Double.NEGATIVE_INFINITY;
    for (var bucket : buckets) {
      assertThat(bucket.getLowValue()).isGreaterThan(before);
      before = bucket.getHighValue();
      assertThat(bucket.getSampleCount()).isEqualTo(count(sorted, bucket));
      assertThat(sorted).containsKeys(bucket.getLowValue(), bucket.getHighValue());
      if (bucket.getLowValue() < bucket.getHighValue()) {
        assertThat(bucket.getSampleCount()).isLessThan(2 * all / cells);
      }
    }
    assertThat(buckets.stream().mapToDouble(Bucket::getSampleCount).sum()).isEqualTo(all);
    assertThat(buckets.size()).isLessThanOrEqualTo(2 * cells + 2);
    if (counts.size() <= cells) {
      assertThat(buckets).hasSize(counts.size());
    }
  }

  private static Distribution distribution(TreeMap<Double, Long> counts) {
    return new Distribution(
        counts.keySet().stream().mapToDouble(number -> number).toArray(),
        counts.values().stream().mapToLong(count -> count).toArray());
  }

  private static double count(TreeMap<Double, Long> counts, Bucket bucket) {
    return counts.subMap(bucket.getLowValue(), true, bucket.getHighValue(), true).values().stream()
        .mapToLong(count -> count)
        .sum();
  }

  @Test
  void textsAreStoredOnlyWhereTheRankHistogramDoesNotListThemAll() {
    var options = OPTIONS.withRankHistogramBuckets(2).withValueCells(1);

    assertThat(StoredValues.texts(texts(options, "a", "b", "a"))).isEmpty();
    assertThat(StoredValues.texts(texts(options, "a", "b", "a", "c")))
        .hasValueSatisfying(
            ranks -> {
              assertThat(ranks.getBucketsList())
                  .extracting(bucket -> bucket.getLabel() + bucket.getSampleCount())
                  .containsExactly("a2.0", "c1.0", "b1.0");
            });
    assertThat(StoredValues.texts(texts(options.withValueCells(0), "a", "b", "c"))).isEmpty();
  }

  private static FeatureNameStatistics texts(StatisticsOptions options, String... values) {
    var table = new ByteCounts();
    for (var value : List.of(values)) {
      var bytes = value.getBytes(StandardCharsets.UTF_8);
      table.add(ByteCounts.hash(bytes, 0, bytes.length), bytes, 0, bytes.length, 1);
    }
    var feature = FeatureNameStatistics.newBuilder();
    StoredValues.addTexts(feature, new FrequentValues(table, 0), options);
    return feature.build();
  }

  @Test
  void nothingIsStoredOnRequest() {
    var feature = FeatureNameStatistics.newBuilder();
    StoredValues.addNumbers(
        feature, distribution(new TreeMap<>(Map.of(1.0, 2L))), 3, OPTIONS.withValueCells(0));
    assertThat(feature.getCustomStatsCount()).isZero();

    StoredValues.addNumbers(feature, distribution(new TreeMap<>(Map.of(1.0, 2L))), 3, OPTIONS);
    assertThat(StoredValues.numbers(feature.build()))
        .hasValueSatisfying(
            numbers -> {
              assertThat(numbers.getBucketsCount()).isEqualTo(1);
              assertThat(numbers.getNumNan()).isEqualTo(3);
            });
  }
}
