package io.tributary.components.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.components.distribution.Basis;
import io.tributary.components.distribution.ComparisonPolicy;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DriftSkewInfo.Measurement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
  private static final String TFDV = "-tfdv-1.16.1";

  private static DatasetFeatureStatistics statistics(String name) throws IOException {
    return StatisticsReader.readFile(ExampleValidationTest.GOLDENS.resolve(name + TFDV + ".pb"));
  }

  @ParameterizedTest
  @CsvSource({
    "chicago, stats_corrupted, stats, , corrupted_drift",
    "chicago, stats_corrupted, , stats, corrupted_skew",
    "chicago, stats_corrupted, stats, stats, corrupted_drift_and_skew",
    "chicago, stats, stats, , same_drift",
    "penguin, stats_skewed, , stats, skewed_skew",
    "penguin, stats_skewed, stats, , skewed_drift",
  })
  void overItsHistogramsFindsWhatTfdvFindsToItsDigits(
      String data,
      String current,
      @Nullable String previous,
      @Nullable String serving,
      String golden)
      throws Exception {
    var validation =
        Validation.of(
                statistics(data + "-" + current),
                SchemaReader.readFile(
                    ExampleValidationTest.GOLDENS.resolve(data + "-schema_full" + TFDV + ".pbtxt")))
            .withPolicy(ComparisonPolicy.DEFAULT.withBasis(Basis.TFDV));
    if (previous != null) {
      validation = validation.withPrevious(statistics(data + "-" + previous));
    }
    if (serving != null) {
      validation = validation.withServing(statistics(data + "-" + serving));
    }
    var result = validation.result();
    var theirs =
        AnomaliesReader.readFile(
            ExampleValidationTest.GOLDENS.resolve(data + "-anomalies_" + golden + TFDV + ".pb"));

    var ours = result.anomalies();
    assertThat(ExampleValidationTest.reasons(ours))
        .isEqualTo(ExampleValidationTest.reasons(theirs));
    theirs
        .getAnomalyInfoMap()
        .forEach(
            (path, info) -> {
              var same = ours.getAnomalyInfoOrThrow(path);
              assertThat(same.getPath()).isEqualTo(info.getPath());
              assertThat(same.getSeverity()).isEqualTo(info.getSeverity());
              assertThat(same.getDescription()).contains("expected: ");
            });
    assertSameMeasurements(measurements(ours), measurements(theirs));
    assertThat(result.verdicts().features())
        .allSatisfy(verdict -> assertThat(verdict.basis()).isEqualTo(Basis.TFDV));
  }

  private static Map<String, List<Measurement>> measurements(Anomalies anomalies) {
    var measurements = new TreeMap<String, List<Measurement>>();
    for (var info : anomalies.getDriftSkewInfoList()) {
      var path = String.join(".", info.getPath().getStepList());
      measurements.put(path + " drift", info.getDriftMeasurementsList());
      measurements.put(path + " skew", info.getSkewMeasurementsList());
    }
    return measurements;
  }

  private static void assertSameMeasurements(
      Map<String, List<Measurement>> ours, Map<String, List<Measurement>> theirs) {
    assertThat(ours).containsOnlyKeys(theirs.keySet());
    theirs.forEach(
        (feature, golden) -> {
          var same = ours.get(feature);
          assertThat(same).as(feature).hasSameSizeAs(golden);
          for (int i = 0; i < golden.size(); i++) {
            assertThat(same.get(i).getType()).isEqualTo(golden.get(i).getType());
            assertThat(same.get(i).getThreshold()).isEqualTo(golden.get(i).getThreshold());
            assertThat(same.get(i).getValue())
                .as(feature)
                .isCloseTo(golden.get(i).getValue(), within(1e-9));
          }
        });
  }
}
