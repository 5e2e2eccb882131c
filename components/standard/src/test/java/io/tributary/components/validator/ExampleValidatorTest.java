package io.tributary.components.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.ExampleAnomalies;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Schema;
import io.tributary.components.distribution.Basis;
import io.tributary.components.distribution.Comparison;
import io.tributary.components.distribution.ComparisonPolicy;
import io.tributary.components.distribution.Distance;
import io.tributary.components.distribution.Verdicts;
import io.tributary.components.validator.ExampleValidator.Outputs;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleValidatorTest {
  private static final Channel<ExampleStatistics> STATISTICS =
      Channel.of("StatisticsGen", "statistics", ArtifactType.of(ExampleStatistics.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("SchemaGen", "schema", ArtifactType.of(Schema.class));
  private static final Channel<ExampleStatistics> PREVIOUS =
      Channel.of("PreviousStatistics", "statistics", ArtifactType.of(ExampleStatistics.class));
  private static final Channel<ExampleStatistics> SERVING =
      Channel.of("StatisticsGen-2", "statistics", ArtifactType.of(ExampleStatistics.class));
  private static final ExampleValidator VALIDATOR = new ExampleValidator(STATISTICS, SCHEMA);

  @TempDir Path directory;
  private Path statistics;
  private Path schema;
  private int runs;

  @BeforeEach
  void layOut() throws IOException {
    statistics = directory.resolve("statistics");
    schema = Files.createDirectories(directory.resolve("schema"));
    putSplit("good", "chicago-stats");
    putSplit("bad", "chicago-stats_corrupted");
    putSchema("chicago-schema");
  }

  private void putSplit(String split, String golden) throws IOException {
    var target = Files.createDirectories(statistics.resolve("Split-" + split));
    Files.copy(
        ExampleValidationTest.GOLDENS.resolve(golden + "-tfdv-1.16.1.pb"),
        target.resolve("FeatureStats.pb"));
  }

  private void putSchema(String golden) throws IOException {
    Files.write(
        schema.resolve("schema.pbtxt"),
        Files.readAllBytes(ExampleValidationTest.GOLDENS.resolve(golden + "-tfdv-1.16.1.pbtxt")));
  }

  private FakeRun<Outputs> run(ExampleValidator component) {
    return FakeRun.of(component, directory.resolve("run-" + ++runs))
        .given(STATISTICS, statistics)
        .given(SCHEMA, schema);
  }

  @Test
  void reportsAnomaliesPerSplitAndDoesNotFail() throws Exception {
    try (var run = run(VALIDATOR)) {
      var made = run.execute().made(Outputs::anomalies);

      assertThat(made.property(ExampleAnomalies.BLESSED)).contains(false);
      assertThat(made.splits()).containsExactly("bad", "good");
      assertThat(AnomaliesReader.isClean(AnomaliesReader.read(made.path(), "good"))).isTrue();
      assertThat(AnomaliesReader.read(made.path(), "bad").getAnomalyInfoMap())
          .containsOnlyKeys(
              "payment_type",
              "brand_new",
              "trip_start_hour",
              "trip_start_timestamp",
              "trip_start_month");
    }
  }

  @Test
  void blessesExamplesWithoutAnomalies() throws Exception {
    try (var run = run(VALIDATOR.withExcludedSplits("bad"))) {
      var made = run.execute().made(Outputs::anomalies);

      assertThat(made.property(ExampleAnomalies.BLESSED)).contains(true);
      assertThat(made.splits()).containsExactly("good");
    }
  }

  @Test
  void failsOnRequestWithAllAnomaliesAtOnce() {
    try (var run = run(VALIDATOR.failOnAnomalies())) {
      assertThatThrownBy(run::execute)
          .isInstanceOfSatisfying(
              ExecutionFailure.class,
              failure -> assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.INVALID_DATA))
          .hasMessageContaining("6 anomalies")
          .hasMessageContaining("split 'bad' > feature 'payment_type': 'Bitcoin' (50, 0.33 %)")
          .hasMessageContaining("feature 'brand_new'")
          .hasMessageContaining("feature 'trip_start_month'")
          .hasMessageContaining("feature 'trip_start_timestamp'")
          .hasMessageContaining("missing in 200 examples");
    }
  }

  @Test
  void expectsOnlyTheFeaturesOfTheEnvironment() throws Exception {
    putSplit("serving", "chicago-stats_serving");
    putSchema("chicago-schema_full");
    var servingOnly = VALIDATOR.withExcludedSplits("good", "bad");

    try (var serving = run(servingOnly.withEnvironment("SERVING"));
        var training = run(servingOnly.withEnvironment("TRAINING"))) {
      assertThat(anomalies(serving)).containsOnlyKeys("trip_start_hour");
      assertThat(anomalies(training)).containsOnlyKeys("trip_start_hour", "tips");
    }
    try (var unknown = run(servingOnly.withEnvironment("STAGING"))) {
      assertThatThrownBy(unknown::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("STAGING")
          .hasMessageContaining("[TRAINING, SERVING]");
    }
  }

  private static java.util.Map<String, io.tributary.proto.tfmd.AnomalyInfo> anomalies(
      FakeRun<Outputs> run) throws Exception {
    return AnomaliesReader.read(run.execute().made(Outputs::anomalies).path(), "serving")
        .getAnomalyInfoMap();
  }

  private FakeRun<Outputs> compared(ExampleValidator component) throws IOException {
    putSchema("chicago-schema_full");
    return run(component.withExcludedSplits("good"));
  }

  private Path other(String split) throws IOException {
    var artifact = directory.resolve("other-" + split);
    Files.createDirectories(artifact.resolve("Split-" + split));
    Files.copy(
        ExampleValidationTest.GOLDENS.resolve("chicago-stats-tfdv-1.16.1.pb"),
        artifact.resolve("Split-" + split).resolve("FeatureStats.pb"));
    return artifact;
  }

  @Test
  void looksForDriftAndSkewWhereThereIsOtherData() throws Exception {
    try (var run =
        compared(VALIDATOR.withPrevious(PREVIOUS).withServing(SERVING))
            .given(PREVIOUS, other("bad"))
            .given(SERVING, other("all"))) {
      var made = run.execute().made(Outputs::anomalies);

      var types = ExampleValidationTest.reasons(AnomaliesReader.read(made.path(), "bad"));
      assertThat(types.get("payment_type")).contains(AnomalyInfo.Type.COMPARATOR_L_INFTY_HIGH);
      assertThat(types.get("trip_miles"))
          .contains(AnomalyInfo.Type.COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH);
      var verdicts = Verdicts.read(made.split("bad").resolve(Verdicts.FILE)).features();
      assertThat(verdicts)
          .extracting(verdict -> verdict.feature() + " " + verdict.against())
          .containsExactlyInAnyOrder(
              "payment_type PREVIOUS",
              "company PREVIOUS",
              "trip_miles PREVIOUS",
              "payment_type SERVING",
              "company SERVING",
              "fare SERVING");
      assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.buckets()).isNotEmpty());
      assertThat(run.messages()).containsExactly("13 anomalies");
    }
  }

  @Test
  void aFirstRunHasNothingToCompareWith() throws Exception {
    try (var run = compared(VALIDATOR.withPrevious(PREVIOUS))) {
      var made = run.execute().made(Outputs::anomalies);

      assertThat(run.messages())
          .singleElement()
          .satisfies(
              message -> assertThat(message).endsWith("; no previous statistics to compare with"));
      assertThat(made.split("bad").resolve(Verdicts.FILE)).doesNotExist();
    }
  }

  @Test
  void aPolicyComparesByOtherDistances() throws Exception {
    var other = other("bad");
    var policy =
        ComparisonPolicy.DEFAULT
            .withBasis(Basis.TFDV)
            .withDrift(Comparison.of("payment_type", Distance.CHI_SQUARE).pValueAtLeast(0.001))
            .withSkew(Comparison.of("fare", Distance.L_INFINITY).atMost(0.1));
    try (var run =
        compared(VALIDATOR.withPrevious(PREVIOUS).withServing(SERVING).withPolicy(policy))
            .given(PREVIOUS, other)
            .given(SERVING, other)) {
      var made = run.execute().made(Outputs::anomalies);

      var types = ExampleValidationTest.reasons(AnomaliesReader.read(made.path(), "bad"));
      assertThat(types.get("payment_type")).contains(AnomalyInfo.Type.CUSTOM_VALIDATION);
      assertThat(types.get("fare")).contains(AnomalyInfo.Type.INVALID_SCHEMA_SPECIFICATION);
      assertThat(Verdicts.read(made.split("bad").resolve(Verdicts.FILE)).features())
          .filteredOn(verdict -> verdict.feature().equals("trip_miles"))
          .singleElement()
          .satisfies(
              verdict ->
                  assertThat(verdict.value().orElseThrow()).isCloseTo(0.46105889839, within(1e-9)));
    }
  }

  @Test
  void refusesOtherDataWithOtherSplits() throws Exception {
    var other = other("one");
    Files.createDirectories(other.resolve("Split-two"));
    try (var run = compared(VALIDATOR.withServing(SERVING)).given(SERVING, other)) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("input 'serving' > split 'bad'")
          .hasMessageContaining("[one, two]");
    }
  }

  @Test
  void writesTheSameBytesEveryTime() throws Exception {
    try (var first = run(VALIDATOR);
        var second = run(VALIDATOR)) {
      assertThat(first.execute().made(Outputs::anomalies).digest())
          .isEqualTo(second.execute().made(Outputs::anomalies).digest());
    }
  }

  @Test
  void saysThatTheSchemaIsMissingOrCorrupt() throws Exception {
    Files.writeString(schema.resolve("schema.pbtxt"), "feature {");
    try (var run = run(VALIDATOR)) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("schema.pbtxt: line 1");
    }
    Files.delete(schema.resolve("schema.pbtxt"));
    try (var run = run(VALIDATOR)) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("schema.pbtxt: no such file");
    }
  }

  @Test
  void readerSaysWhichFileIsNotReadable() throws Exception {
    var split = Files.createDirectories(directory.resolve("anomalies/Split-x"));
    assertThatThrownBy(() -> AnomaliesReader.read(directory.resolve("anomalies"), "x"))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("SchemaDiff.pb: no such file");
    Files.write(split.resolve("SchemaDiff.pb"), new byte[] {0x0A, 0x7F});
    assertThatThrownBy(() -> AnomaliesReader.read(directory.resolve("anomalies"), "x"))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("SchemaDiff.pb: not readable");
  }

  @Test
  void followsRulesOfSingleTypes() throws Exception {
    var rule = AnomalyInfo.Type.SCHEMA_MISSING_COLUMN;
    try (var failing = run(VALIDATOR.withRule(rule, ExampleValidator.OnAnomalies.FAIL));
        var reporting =
            run(
                VALIDATOR.withRule(
                    AnomalyInfo.Type.INT_TYPE_BIG_INT, ExampleValidator.OnAnomalies.FAIL));
        var lenient = run(lenient())) {
      assertThatThrownBy(failing::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("6 anomalies")
          .hasMessageContaining("feature 'trip_start_timestamp': no such column");
      assertThat(reporting.execute().made(Outputs::anomalies).property(ExampleAnomalies.BLESSED))
          .contains(false);
      assertThat(lenient.execute().made(Outputs::anomalies).property(ExampleAnomalies.BLESSED))
          .contains(false);
    }
  }

  /** Fails on everything but on what the corrupted data has. */
  private static ExampleValidator lenient() {
    var validator = VALIDATOR.failOnAnomalies();
    for (var type : AnomalyInfo.Type.values()) {
      validator = validator.withRule(type, ExampleValidator.OnAnomalies.REPORT);
    }
    return validator;
  }
}
