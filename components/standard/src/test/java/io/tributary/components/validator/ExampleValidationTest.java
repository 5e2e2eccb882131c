package io.tributary.components.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleValidationTest {
  static final Path GOLDENS = Path.of("src/test/resources/goldens");
  private static final String TFDV = "-tfdv-1.16.1";

  @ParameterizedTest
  @CsvSource({
    "chicago, stats, schema, , same",
    "chicago, stats, schema_full, , same_full_schema",
    "chicago, stats_corrupted, schema, , corrupted_plain_schema",
    "chicago, stats_corrupted, schema_full, , corrupted_full_schema",
    "chicago, stats_serving, schema_full, SERVING, serving_env_SERVING",
    "chicago, stats_serving, schema_full, TRAINING, serving_env_TRAINING",
    "chicago, stats_weighted_fare, schema_weighted, , weighted",
    "penguin, stats, schema, , same",
    "penguin, stats_skewed, schema, , skewed_plain",
    "penguin, stats_unlabelled, schema, , unlabelled",
    "penguin, stats, schema_full, , same_full",
    "penguin, stats_corrupted, schema, , corrupted",
    "penguin, stats_corrupted, schema_full, , corrupted_full",
  })
  void findsWhatTfdvFinds(
      String data, String statistics, String schema, String environment, String golden)
      throws Exception {
    var ours =
        ExampleValidation.validate(
            StatisticsReader.readFile(GOLDENS.resolve(data + "-" + statistics + TFDV + ".pb")),
            SchemaReader.readFile(GOLDENS.resolve(data + "-" + schema + TFDV + ".pbtxt")),
            Optional.ofNullable(environment));
    var theirs =
        AnomaliesReader.readFile(GOLDENS.resolve(data + "-anomalies_" + golden + TFDV + ".pb"));

    assertThat(reasons(ours)).isEqualTo(reasons(theirs));
    assertThat(ours.getBaseline()).isEqualTo(theirs.getBaseline());
    assertThat(ours.getAnomalyNameFormat()).isEqualTo(theirs.getAnomalyNameFormat());
    theirs
        .getAnomalyInfoMap()
        .forEach(
            (path, info) -> {
              var same = ours.getAnomalyInfoOrThrow(path);
              assertThat(same.getPath()).isEqualTo(info.getPath());
              assertThat(same.getSeverity()).isEqualTo(info.getSeverity());
              assertThat(same.getDescription()).contains("expected: ");
            });
  }

  static Map<String, Set<AnomalyInfo.Type>> reasons(Anomalies anomalies) {
    var reasons = new TreeMap<String, Set<AnomalyInfo.Type>>();
    anomalies.getAnomalyInfoMap().forEach((path, info) -> reasons.put(path, types(info)));
    if (anomalies.hasDatasetAnomalyInfo()) {
      reasons.put("(dataset)", types(anomalies.getDatasetAnomalyInfo()));
    }
    return reasons;
  }

  private static Set<AnomalyInfo.Type> types(AnomalyInfo info) {
    var types = EnumSet.noneOf(AnomalyInfo.Type.class);
    info.getReasonList().forEach(reason -> types.add(reason.getType()));
    return types;
  }

  @Test
  void saysThatDataIsMissingWhenThereAreNoExamples() {
    var anomalies =
        ExampleValidation.validate(
            io.tributary.proto.tfmd.DatasetFeatureStatistics.getDefaultInstance(),
            io.tributary.proto.tfmd.Schema.getDefaultInstance(),
            Optional.empty());

    assertThat(anomalies.getDataMissing()).isTrue();
    assertThat(AnomaliesReader.isClean(anomalies)).isFalse();
  }
}
