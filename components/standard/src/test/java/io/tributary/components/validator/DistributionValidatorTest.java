package io.tributary.components.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.ExampleAnomalies;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.components.distribution.Basis;
import io.tributary.components.distribution.Comparison;
import io.tributary.components.distribution.Distance;
import io.tributary.components.distribution.Verdict;
import io.tributary.components.distribution.Verdicts;
import io.tributary.components.validator.DistributionValidator.ExamplesRatio;
import io.tributary.components.validator.DistributionValidator.Outputs;
import io.tributary.components.validator.DistributionValidator.SplitPair;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionValidatorTest {
  private static final Channel<ExampleStatistics> STATISTICS =
      Channel.of("StatisticsGen", "statistics", ArtifactType.of(ExampleStatistics.class));
  private static final Channel<ExampleStatistics> BASELINE =
      Channel.of("StatisticsGen-2", "statistics", ArtifactType.of(ExampleStatistics.class));
  private static final DistributionValidator VALIDATOR =
      new DistributionValidator(STATISTICS)
          .withBaseline(BASELINE)
          .withComparisons(
              Comparison.of("payment_type", Distance.L_INFINITY).atMost(0.1),
              Comparison.of("company", Distance.L_INFINITY).atMost(0.1));

  @TempDir Path directory;
  private int runs;

  @BeforeEach
  void layOut() throws IOException {
    put("current", "a", "chicago-stats_corrupted");
    put("current", "b", "chicago-stats");
    put("baseline", "a", "chicago-stats");
    put("baseline", "b", "chicago-stats");
  }

  private void put(String artifact, String split, String golden) throws IOException {
    var target = Files.createDirectories(directory.resolve(artifact).resolve("Split-" + split));
    Files.copy(
        ExampleValidationTest.GOLDENS.resolve(golden + "-tfdv-1.16.1.pb"),
        target.resolve("FeatureStats.pb"));
  }

  private FakeRun<Outputs> run(DistributionValidator component) {
    return FakeRun.of(component, directory.resolve("run-" + ++runs))
        .given(STATISTICS, directory.resolve("current"))
        .given(BASELINE, directory.resolve("baseline"));
  }

  @Test
  void comparesSplitsOfTheSameName() throws Exception {
    try (var run = run(VALIDATOR)) {
      var made = run.execute().made(Outputs::anomalies);

      assertThat(made.property(ExampleAnomalies.BLESSED)).contains(false);
      assertThat(made.splits()).containsExactly("a", "b");
      assertThat(ExampleValidationTest.reasons(AnomaliesReader.read(made.path(), "a")))
          .containsOnlyKeys("payment_type")
          .containsEntry("payment_type", Set.of(AnomalyInfo.Type.COMPARATOR_L_INFTY_HIGH));
      assertThat(AnomaliesReader.isClean(AnomaliesReader.read(made.path(), "b"))).isTrue();
      assertThat(Verdicts.read(made.split("b").resolve(Verdicts.FILE)).features())
          .hasSize(2)
          .allMatch(Verdict::holds);
      assertThat(run.messages()).containsExactly("1 anomaly");
    }
  }

  @Test
  void comparesSplitsOfDifferentNames() throws Exception {
    try (var run = run(VALIDATOR.withSplitPairs(new SplitPair("b", "a")))) {
      var made = run.execute().made(Outputs::anomalies);
      assertThat(made.splits()).containsExactly("b_a");
      assertThat(made.property(ExampleAnomalies.BLESSED)).contains(true);
    }
  }

  @Test
  void refusesPairsWhoseAnomaliesWouldHaveOneName() {
    assertThatThrownBy(
            () -> VALIDATOR.withSplitPairs(new SplitPair("a", "b_c"), new SplitPair("a_b", "c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("would be the splits [a_b_c, a_b_c] (expected: names that differ)");
  }

  @Test
  void boundsTheNumberOfExamples() throws Exception {
    for (var ratio : new ExamplesRatio[] {ExamplesRatio.atLeast(1.1), ExamplesRatio.atMost(0.9)}) {
      try (var run =
          run(
              VALIDATOR
                  .withComparisons()
                  .withExamples(ratio)
                  .withSplitPairs(new SplitPair("b", "b")))) {
        var made = run.execute().made(Outputs::anomalies);
        assertThat(ExampleValidationTest.reasons(AnomaliesReader.read(made.path(), "b")))
            .containsEntry(
                "(dataset)",
                Set.of(
                    ratio.least().isPresent()
                        ? AnomalyInfo.Type.COMPARATOR_LOW_NUM_EXAMPLES
                        : AnomalyInfo.Type.COMPARATOR_HIGH_NUM_EXAMPLES));
      }
    }
    assertThatThrownBy(() -> ExamplesRatio.between(2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2.0 to 1.0");
  }

  @Test
  void failsOnRequest() {
    try (var run = run(VALIDATOR.failOnAnomalies())) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("split 'a' > feature 'payment_type': L_INFINITY against baseline")
          .hasMessageContaining("Cash");
    }
  }

  @Test
  void comparesOverTfdvsHistogramsOnRequest() throws Exception {
    try (var run =
        run(
            VALIDATOR
                .withBasis(Basis.TFDV)
                .withComparisons(Comparison.of("fare", Distance.JENSEN_SHANNON).atMost(0.01)))) {
      var made = run.execute().made(Outputs::anomalies);
      assertThat(Verdicts.read(made.split("a").resolve(Verdicts.FILE)).features())
          .singleElement()
          .returns(Basis.TFDV, Verdict::basis)
          .satisfies(
              verdict ->
                  assertThat(verdict.value().orElseThrow())
                      .isCloseTo(0.96619644092, org.assertj.core.api.Assertions.within(1e-9)));
    }
  }

  @Test
  void aFirstRunHasNothingToCompareWith() throws Exception {
    try (var run =
        FakeRun.of(VALIDATOR, directory.resolve("first"))
            .given(STATISTICS, directory.resolve("current"))) {
      var made = run.execute().made(Outputs::anomalies);
      assertThat(made.property(ExampleAnomalies.BLESSED)).contains(true);
      assertThat(run.messages()).containsExactly("no anomalies; no baseline to compare with");
    }
  }
}
