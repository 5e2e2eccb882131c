package io.tributary.components.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.tributary.api.ExecutionFailure;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictsTest {
  @TempDir Path directory;

  private static Verdicts some() {
    var current =
        Describe.dataset(
            Describe.numbers("fare", 1, 2, 3, 4),
            Describe.texts("payment", Map.of("cash", 3L, "card", 1L)));
    var baseline =
        Describe.dataset(
            Describe.numbers("fare", 2, 3, 4, 9),
            Describe.texts("payment", Map.of("cash", 1L, "card", 3L)));
    return new Verdicts(
        new DatasetComparison(current, baseline, Against.PREVIOUS, Basis.VALUES)
            .by(
                List.of(
                    Comparison.of("fare", Distance.KOLMOGOROV_SMIRNOV).pValueAtLeast(0.001),
                    Comparison.of("fare", Distance.WASSERSTEIN).atMost(0.5),
                    Comparison.of("fare", Distance.L_INFINITY).atMost(0.5),
                    Comparison.of("payment", Distance.L_INFINITY).atMost(0.1),
                    Comparison.of("payment", Distance.JENSEN_SHANNON).atMost(0.01),
                    Comparison.of("absent", Distance.CHI_SQUARE).pValueAtLeast(0.5)),
                Schema.getDefaultInstance()),
        List.of(
            new ExamplesVerdict(Against.PREVIOUS, 100, 300, Optional.of(0.5), Optional.empty())));
  }

  @Test
  void areReadAsTheyWereWritten() throws Exception {
    var file = directory.resolve("verdicts.json");
    some().write(file);
    assertThat(Verdicts.read(file)).isEqualTo(some());
    var again = directory.resolve("again.json");
    some().write(again);
    assertThat(file).hasSameBinaryContentAs(again);
    assertThat(file).content().contains("\"holds\" : false", "\"basis\" : \"values\"");
  }

  @Test
  void aBoundOfTheNumberOfExamplesThatIsNotFiniteIsNone() throws Exception {
    var file = directory.resolve("verdicts.json");
    var unbounded =
        new ExamplesVerdict(
            Against.PREVIOUS,
            100,
            1,
            Optional.of(Double.NaN),
            Optional.of(Double.POSITIVE_INFINITY));
    new Verdicts(List.of(), List.of(unbounded)).write(file);

    assertThat(unbounded.holds()).isTrue();
    assertThat(Verdicts.read(file).examples()).containsExactly(unbounded);
  }

  @Test
  void becomeAnomaliesOfTfdvsTypes() {
    var departures = some().departures();
    assertThat(departures.get(List.of("fare")))
        .extracting(departure -> departure.type())
        .containsExactly(
            AnomalyInfo.Type.CUSTOM_VALIDATION, AnomalyInfo.Type.INVALID_SCHEMA_SPECIFICATION);
    assertThat(departures.get(List.of("payment")))
        .extracting(departure -> departure.type())
        .containsExactly(
            AnomalyInfo.Type.COMPARATOR_L_INFTY_HIGH,
            AnomalyInfo.Type.COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH);
    assertThat(departures.get(List.of("absent")))
        .extracting(departure -> departure.type())
        .containsExactly(AnomalyInfo.Type.COMPARATOR_TREATMENT_DATA_MISSING);
    assertThat(departures.get(List.of("fare")).get(0).explanation())
        .hasToString(
            "feature 'fare': WASSERSTEIN against previous over values is 2.00000; most by 9: 0.00 % now, 25.00 % previous;"
                + " 2: 25.00 % now, 25.00 % previous; 3: 25.00 % now, 25.00 % previous (expected: WASSERSTEIN <= 0.5);"
                + " find out what has changed at the source; if the change is real, train again and raise the threshold if need be");
    assertThat(some().departuresOfDataset())
        .singleElement()
        .satisfies(
            departure -> {
              assertThat(departure.type()).isEqualTo(AnomalyInfo.Type.COMPARATOR_LOW_NUM_EXAMPLES);
              assertThat(departure.explanation().toString())
                  .contains("100 examples", "0.333333333 times the 300")
                  .contains("(expected: at least 0.5 times as many)");
            });
  }

  @Test
  void tellTfdvWhatItKnowsOf() {
    assertThat(some().driftSkewInfo())
        .singleElement()
        .satisfies(
            info -> {
              assertThat(info.getPath().getStepList()).containsExactly("payment");
              assertThat(info.getDriftMeasurementsCount()).isEqualTo(2);
              assertThat(info.getDriftMeasurements(0).getThreshold()).isEqualTo(0.1);
            });
  }

  @Test
  void sayWhichFileIsNotReadable() throws Exception {
    var file = directory.resolve("verdicts.json");
    assertThatThrownBy(() -> Verdicts.read(file))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("verdicts.json: no such file");
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> Verdicts.read(file))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("verdicts.json: not readable");
  }

  @Test
  void aComparisonOfAllFeaturesTakesThoseThatItFits() {
    var data =
        Describe.dataset(
            Describe.numbers("fare", 1, 2),
            Describe.numbers("miles", 1, 2),
            Describe.texts("payment", Map.of("cash", 3L)));
    var verdicts =
        new DatasetComparison(data, data, Against.BASELINE, Basis.VALUES)
            .by(
                List.of(
                    Comparison.ofAll(Distance.WASSERSTEIN).atMost(0.5),
                    Comparison.of("miles", Distance.WASSERSTEIN).atMost(7)),
                Schema.getDefaultInstance());
    assertThat(verdicts)
        .extracting(verdict -> verdict.feature() + " " + verdict.limit())
        .containsExactly("miles <= 7.0", "fare <= 0.5");
  }

  @Test
  void aThresholdThatMakesNoSenseIsReported() throws Exception {
    var data = Describe.dataset(Describe.texts("payment", Map.of("cash", 3L)));
    for (var threshold : List.of("-0.1", "nan", "inf")) {
      var schema =
          TextFormat.parse(
              "feature { name: 'payment' type: BYTES drift_comparator { infinity_norm { threshold: "
                  + threshold
                  + " } } }",
              Schema.class);
      assertThat(new DatasetComparison(data, data, Against.PREVIOUS, Basis.VALUES).bySchema(schema))
          .singleElement()
          .returns(Verdict.Outcome.INAPPLICABLE, Verdict::outcome);
    }
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> Comparison.of("x", Distance.WASSERSTEIN).pValueAtLeast(0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no p-value");
    assertThatThrownBy(() -> Comparison.of("x", Distance.CHI_SQUARE).pValueAtLeast(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> Comparison.of("x", Distance.CHI_SQUARE).atMost(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not negative");
    assertThatThrownBy(() -> Comparison.of("x", Distance.CHI_SQUARE).atMost(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
