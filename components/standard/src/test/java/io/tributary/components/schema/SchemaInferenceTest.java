package io.tributary.components.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.statistics.StatisticsReader;
import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.RankHistogram;
import io.tributary.proto.tfmd.Schema;
import io.tributary.proto.tfmd.StringStatistics;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaInferenceTest {
  static final Path GOLDENS = Path.of("src/test/resources/goldens");

  static DatasetFeatureStatistics statistics(String golden) throws IOException {
    return StatisticsReader.readFile(GOLDENS.resolve(golden + "-tfdv-1.16.1.pb"));
  }

  static Schema schema(String golden) throws IOException {
    return SchemaReader.readFile(GOLDENS.resolve(golden + "-tfdv-1.16.1.pbtxt"));
  }

  @ParameterizedTest
  @CsvSource({
    "chicago-stats, chicago-schema, 100",
    "chicago-stats, chicago-schema_maxstr10, 10",
    "penguin-stats, penguin-schema, 100"
  })
  void infersWhatTfdvInfers(String statistics, String schema, int domainSize) throws Exception {
    assertThat(new SchemaInference(true, domainSize).infer(statistics(statistics)))
        .isEqualTo(schema(schema));
  }

  @Test
  void updatesAsTfdvDoes() throws Exception {
    assertThat(
            SchemaInference.DEFAULT.update(
                schema("chicago-schema"), statistics("chicago-stats_corrupted")))
        .isEqualTo(schema("chicago-schema_updated_from_corrupted"));
  }

  @ParameterizedTest
  @CsvSource({"true, nested-schema", "false, nested-schema_no_shape"})
  void infersStructsBooleansAndNestedLists(boolean shapes, String schema) throws Exception {
    assertThat(
            new SchemaInference(shapes, 100)
                .infer(StatisticsReader.readFile(GOLDENS.resolve("nested-stats.pbtxt"))))
        .isEqualTo(schema(schema));
  }

  /** Without the composite, on which TFDV ends its process. */
  @Test
  void updatesStructs() throws Exception {
    var before = SchemaReader.readFile(GOLDENS.resolve("nested-schema_before.pbtxt"));
    var nested = StatisticsReader.readFile(GOLDENS.resolve("nested-stats.pbtxt"));
    var statistics = nested.toBuilder().removeFeatures(nested.getFeaturesCount() - 1).build();

    assertThat(SchemaInference.DEFAULT.update(before, statistics))
        .isEqualTo(schema("nested-schema_updated"));
    assertThat(SchemaInference.DEFAULT.update(before, nested))
        .isEqualTo(schema("nested-schema_updated"));
  }

  @Test
  void givesValueCountsWhereShapesAreNotWanted() throws Exception {
    var fare = new SchemaInference(false, 100).infer(statistics("chicago-stats")).getFeature(1);

    assertThat(fare.hasShape()).isFalse();
    assertThat(fare.getValueCount().getMin()).isEqualTo(1);
    assertThat(fare.getValueCount().getMax()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, BOOL_DOMAIN",
    "1, 0, BOOL_DOMAIN",
    "17, -4, INT_DOMAIN",
    "b, a, DOMAIN"
  })
  void readsTextsThatMeanSomethingElse(String first, String second, Feature.DomainInfoCase domain) {
    assertThat(
            SchemaInference.DEFAULT
                .infer(texts(2, first, second))
                .getFeature(0)
                .getDomainInfoCase())
        .isEqualTo(domain);
  }

  @Test
  void givesNoDomainWhenTheStatisticsListOnlyTheFrequentTexts() {
    assertThat(
            SchemaInference.DEFAULT
                .infer(texts(1_000_000, "a", "b"))
                .getFeature(0)
                .getDomainInfoCase())
        .isEqualTo(Feature.DomainInfoCase.DOMAININFO_NOT_SET);
  }

  @Test
  void refusesDomainsLargerThanWhatStatisticsList() {
    assertThatThrownBy(() -> new SchemaInference(true, 1001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxStringDomainSize': 1001 (expected: 0 to 1000)");
  }

  private static DatasetFeatureStatistics texts(long unique, String... values) {
    var ranks = RankHistogram.newBuilder();
    for (var value : values) {
      ranks.addBuckets(RankHistogram.Bucket.newBuilder().setLabel(value).setSampleCount(5));
    }
    return DatasetFeatureStatistics.newBuilder()
        .setNumExamples(10)
        .addFeatures(
            FeatureNameStatistics.newBuilder()
                .setName("x")
                .setType(FeatureNameStatistics.Type.STRING)
                .setStringStats(
                    StringStatistics.newBuilder()
                        .setCommonStats(
                            CommonStatistics.newBuilder()
                                .setNumNonMissing(10)
                                .setMinNumValues(1)
                                .setMaxNumValues(1)
                                .setTotNumValues(10))
                        .setUnique(unique)
                        .setRankHistogram(ranks)))
        .build();
  }
}
