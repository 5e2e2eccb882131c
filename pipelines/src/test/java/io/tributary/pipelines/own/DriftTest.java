package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Pipeline;
import io.tributary.api.artifact.ExampleAnomalies;
import io.tributary.components.distribution.Comparison;
import io.tributary.components.distribution.ComparisonPolicy;
import io.tributary.components.distribution.Distance;
import io.tributary.components.distribution.Verdict;
import io.tributary.components.distribution.Verdicts;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.resolver.PreviousStatistics;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.validator.ExampleValidator;
import io.tributary.metadata.NodeState;
import io.tributary.runner.local.PipelineTester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift between the spans of a pipeline. */
class DriftTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);

  @TempDir Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  private void write(int day, double mean) throws IOException {
    var random = new Random(day);
    var rows = new StringBuilder("fare\n");
    for (int i = 0; i < 600; i++) {
      rows.append(mean + random.nextGaussian()).append('\n');
    }
    Files.createDirectories(data());
    Files.writeString(data().resolve(FIRST.plusDays(day) + ".csv"), rows);
  }

  private static Verdict verdict(PipelineTester tester, Channel<ExampleAnomalies> anomalies)
      throws IOException {
    return Verdicts.read(tester.artifact(anomalies).split("train").resolve(Verdicts.FILE))
        .features()
        .get(0);
  }

  @Test
  void everySpanIsHeldAgainstTheSpanBefore() throws Exception {
    var p = Pipeline.named("drift");
    var examples = p.add(new CsvExampleGen(data()).withSpans("{YYYY}-{MM}-{DD}.csv")).examples();
    var statistics = p.add(new StatisticsGen(examples)).statistics();
    var schema = p.add(new SchemaGen(statistics)).schema();
    var previous = p.add(new PreviousStatistics(statistics)).statistics();
    var anomalies =
        p.add(
                new ExampleValidator(statistics, schema)
                    .withPrevious(previous)
                    .withPolicy(
                        ComparisonPolicy.DEFAULT.withDrift(
                            Comparison.ofAll(Distance.KOLMOGOROV_SMIRNOV).pValueAtLeast(1e-6))))
            .anomalies();
    write(0, 10);
    try (var tester = PipelineTester.of(p, directory).withCache()) {
      tester.succeeded();
      assertThat(tester.artifact(anomalies).property(ExampleAnomalies.BLESSED)).contains(true);
      assertThat(tester.artifact(anomalies).split("train").resolve(Verdicts.FILE)).doesNotExist();

      write(1, 10);
      tester.succeeded();
      assertThat(tester.artifact(anomalies).property(ExampleAnomalies.BLESSED)).contains(true);
      assertThat(verdict(tester, anomalies).holds()).isTrue();

      write(2, 11);
      tester.succeeded();
      assertThat(tester.artifact(anomalies).property(ExampleAnomalies.BLESSED)).contains(false);
      assertThat(verdict(tester, anomalies).value().orElseThrow()).isGreaterThan(0.3);

      tester.succeeded();
      tester.expect(anomalies, NodeState.CACHED);
    }
  }
}
