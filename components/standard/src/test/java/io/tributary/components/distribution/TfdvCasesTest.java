package io.tributary.components.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.TextFormat;
import io.tributary.components.json.Json;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import io.tributary.proto.tfmd.DriftSkewInfo.Measurement;
import io.tributary.proto.tfmd.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Odd histograms, by TFDV and by us. */
class TfdvCasesTest {
  static List<?> cases() throws Exception {
    var file = Path.of("src/test/resources/goldens/comparisons-tfdv-1.16.1.json");
    return (List<?>) ((Map<?, ?>) Json.read(Files.readAllBytes(file))).get("cases");
  }

  private static DatasetFeatureStatistics statistics(Object text) throws Exception {
    return TextFormat.parse("datasets { " + text + " }", DatasetFeatureStatisticsList.class)
        .getDatasets(0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areMeasuredToTheDigit(Map<?, ?> given) throws Exception {
    var verdicts =
        new Verdicts(
            new DatasetComparison(
                    statistics(given.get("current")),
                    statistics(given.get("previous")),
                    Against.PREVIOUS,
                    Basis.TFDV)
                .bySchema(TextFormat.parse((String) given.get("schema"), Schema.class)),
            List.of());

    var measured =
        verdicts.driftSkewInfo().stream()
            .flatMap(info -> info.getDriftMeasurementsList().stream())
            .toList();
    var golden = (List<?>) given.get("measurements");
    assertThat(measured).hasSameSizeAs(golden);
    for (int i = 0; i < golden.size(); i++) {
      var theirs = (List<?>) golden.get(i);
      assertThat(measured.get(i).getType())
          .isEqualTo(Measurement.Type.valueOf((String) theirs.get(0)));
      assertThat(measured.get(i).getValue()).isCloseTo((Double) theirs.get(1), within(1e-12));
    }
    var types =
        verdicts.departures().values().stream()
            .flatMap(List::stream)
            .map(departure -> departure.type().name())
            .filter(type -> !type.equals(AnomalyInfo.Type.STATS_NOT_AVAILABLE.name()))
            .sorted()
            .toList();
    assertThat(types).isEqualTo(given.get("anomalies"));
  }
}
