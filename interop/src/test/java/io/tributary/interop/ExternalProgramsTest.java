package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.ModelEvaluation;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.process.ExternalProcess;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.metadata.NodeState;
import io.tributary.runner.local.PipelineTester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Python scripts, notebooks and R scripts as nodes of a pipeline. */
@Timeout(300)
class ExternalProgramsTest {
  private static final Path TRIPS = Path.of("../pipelines/data/chicago-taxi/trips.csv");

  @TempDir Path directory;

  /** Keeps dear trips, in Python. */
  record ExpensiveTrips(Channel<Examples> examples, double minFare, String python, Path script)
      implements Component<ExpensiveTrips.Outputs> {
    record Outputs(Channel<Examples> trips, Channel<ModelEvaluation> report) {}

    @Override
    public void run(Run<Outputs> run) throws IOException, InterruptedException {
      ExternalProcess.of(python).withFile(script).run(this, run);
    }
  }

  /** Mean fares by payment type, in R. */
  record FareMeans(Channel<ModelEvaluation> report, List<String> paymentTypes, Path script)
      implements Component<FareMeans.Outputs> {
    record Outputs(Channel<ModelEvaluation> summary) {}

    @Override
    public void run(Run<Outputs> run) throws IOException, InterruptedException {
      ExternalProcess.of("Rscript", "--vanilla").withFile(script).run(this, run);
    }
  }

  /** The dearest trips, by a notebook; its parameters are those of the record. */
  record DearestFares(Channel<Examples> examples, double atLeast, String path, Path notebook)
      implements Component<DearestFares.Outputs> {
    record Outputs(Channel<ModelEvaluation> report) {}

    @Override
    public void run(Run<Outputs> run) throws IOException, InterruptedException {
      ExternalProcess.of(
              "sh",
              "-c",
              "exec papermill --no-progress-bar \"$0\" executed.ipynb -f \"$TRIBUTARY_PARAMETERS\"")
          .withFile(notebook)
          .withEnvironment("PATH", path)
          .run(this, run);
    }
  }

  /** Makes rows, or trouble. */
  record Misbehaving(String how, Path pids, String python, Path script)
      implements Component<Misbehaving.Outputs> {
    record Outputs(Channel<Examples> rows) {}

    @Override
    public void run(Run<Outputs> run) throws IOException, InterruptedException {
      ExternalProcess.of(python).withFile(script).withArguments(how).run(this, run);
    }
  }

  private static String python() {
    return PythonEnvironment.PROGRAMS.program("python").toString();
  }

  private static ExpensiveTrips expensiveTrips(Channel<Examples> examples) {
    return new ExpensiveTrips(examples, 20.0, python(), PythonScript.file("expensive_trips.py"));
  }

  private static DearestFares dearestFares(Channel<Examples> examples, double atLeast) {
    return new DearestFares(
        examples,
        atLeast,
        PythonEnvironment.PROGRAMS.path(),
        Path.of("src/test/notebooks/fares.ipynb").toAbsolutePath());
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void pythonScriptReadsAndWritesArrow() throws Exception {
    var p = Pipeline.named("python");
    var examples = p.add(new CsvExampleGen(TRIPS)).examples();
    var dear = p.add(expensiveTrips(examples));
    var statistics = p.add(new StatisticsGen(dear.trips())).statistics();

    try (var tester = PipelineTester.of(p, directory)) {
      tester.succeeded();

      var report = json(tester.path(dear.report()).resolve("counts.json"));
      assertThat(report.at("/counts/train/read").asInt() + report.at("/counts/eval/read").asInt())
          .isEqualTo(15002);
      assertThat(report.at("/counts/train/kept").asInt()).isBetween(500, 3000);
      assertThat(report.at("/parameters/minFare").asDouble()).isEqualTo(20.0);
      assertThat(tester.artifact(dear.trips()).splits()).containsExactly("eval", "train");
      // What pyarrow wrote is read by a component of ours: the rows it counts are the rows kept.
      var read = StatisticsReader.read(tester.path(statistics), "train");
      assertThat(read.getNumExamples()).isEqualTo(report.at("/counts/train/kept").asLong());
      assertThat(read.getFeaturesList())
          .anySatisfy(
              feature ->
                  assertThat(feature.getPath().getStepList()).containsExactly("fare_per_mile"));
    }
  }

  @Test
  void rScriptReadsCsvAndJson() throws Exception {
    assumeTrue(
        hasR(),
        "Rscript with the package jsonlite is not installed: apt-get install r-base-core r-cran-jsonlite");
    var p = Pipeline.named("r");
    var examples = p.add(new CsvExampleGen(TRIPS)).examples();
    var dear = p.add(expensiveTrips(examples));
    var summary =
        p.add(
                new FareMeans(
                    dear.report(),
                    List.of("Cash", "Credit Card"),
                    Path.of("src/test/r/fares.R").toAbsolutePath()))
            .summary();

    try (var tester = PipelineTester.of(p, directory)) {
      tester.succeeded();

      var counts = json(tester.path(dear.report()).resolve("counts.json"));
      var means = json(tester.path(summary).resolve("means.json"));
      assertThat(means.get("rows").asInt())
          .isEqualTo(
              counts.at("/counts/train/kept").asInt() + counts.at("/counts/eval/kept").asInt());
      assertThat(means.get("means").fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("Cash", "Credit Card");
      assertThat(means.at("/means/Cash").asDouble()).isBetween(20.0, 100.0);
    }
  }

  private static boolean hasR() throws InterruptedException {
    try {
      var process =
          new ProcessBuilder("Rscript", "--vanilla", "-e", "library(jsonlite)")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  @Test
  void notebookIsRunByPapermillWithTheParametersOfTheRecord() throws Exception {
    var p = Pipeline.named("notebook");
    var examples = p.add(new CsvExampleGen(TRIPS)).examples();
    var report = p.add(dearestFares(examples, 50)).report();

    try (var tester = PipelineTester.of(p, directory)) {
      tester.succeeded();

      var dearest = json(tester.path(report).resolve("dearest.json"));
      assertThat(Math.max(dearest.get("train").asDouble(), dearest.get("eval").asDouble()))
          .isCloseTo(700.07, within(0.001));
    }
  }

  @Test
  void notebookThatRaisesFailsTheNodeWithItsMessage() throws Exception {
    var p = Pipeline.named("notebook");
    var examples = p.add(new CsvExampleGen(TRIPS)).examples();
    var report = p.add(dearestFares(examples, 1e6)).report();

    try (var tester = PipelineTester.of(p, directory)) {
      tester.run();

      tester.expect(report, NodeState.FAILED);
      assertThat(tester.node(report).reason()).contains("no fare of 1000000.0 among");
    }
  }

  private Channel<Examples> rows(Pipeline p, String how, Duration timeout) {
    return p.add(
            new Misbehaving(
                how, directory.resolve("pids"), python(), PythonScript.file("misbehaving.py")),
            NodeOptions.DEFAULT.withTimeout(timeout))
        .rows();
  }

  @Test
  void scriptThatPrintsAHundredMegabytesEndsWell() throws Exception {
    var p = Pipeline.named("chatter");
    var rows = rows(p, "chatter", Duration.ofMinutes(2));
    try (var tester = PipelineTester.of(p, directory)) {
      tester.succeeded();

      assertThat(tester.path(rows).resolve("Split-all/part-00000.arrow")).isNotEmptyFile();
      try (var logs = Files.walk(directory.resolve("runs"))) {
        assertThat(logs.filter(Files::isRegularFile).mapToLong(log -> log.toFile().length()).sum())
            .isLessThan(12_000_000);
      }
    }
  }

  @Test
  void scriptThatHangsIsEndedAfterItsTime() throws Exception {
    var p = Pipeline.named("hang");
    var rows = rows(p, "hang", Duration.ofSeconds(10));
    try (var tester = PipelineTester.of(p, directory)) {
      tester.run();

      tester.expect(rows, NodeState.FAILED);
      assertThat(tester.node(rows).reason()).contains("PT10S");
      assertEnded();
      assertNothingIsPublished(tester, rows);
    }
  }

  @Test
  void childrenOfAScriptAreEndedWithIt() throws Exception {
    var p = Pipeline.named("fork");
    var rows = rows(p, "fork", Duration.ofSeconds(15));
    try (var tester = PipelineTester.of(p, directory)) {
      tester.run();

      tester.expect(rows, NodeState.FAILED);
      assertThat(Files.readString(directory.resolve("pids")).split(" ", -1)).hasSize(4);
      assertEnded();
    }
  }

  @Test
  void halfAnArrowFileIsRefusedAndNothingPublished() {
    var p = Pipeline.named("half");
    var rows = rows(p, "half", Duration.ofMinutes(2));
    try (var tester = PipelineTester.of(p, directory)) {
      tester.run();

      tester.expect(rows, NodeState.FAILED);
      assertThat(tester.node(rows).failure())
          .hasValueSatisfying(
              failure -> assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.INVALID_DATA));
      assertThat(tester.node(rows).reason()).contains("part-00001.arrow");
      assertNothingIsPublished(tester, rows);
    }
  }

  @Test
  void lastWordsOfAScriptAreTold() {
    var p = Pipeline.named("fail");
    var rows = rows(p, "fail", Duration.ofMinutes(2));
    try (var tester = PipelineTester.of(p, directory)) {
      tester.run();

      tester.expect(rows, NodeState.FAILED);
      assertThat(tester.node(rows).reason())
          .contains("exit code 1", "ValueError: no column 'tips' in the third file");
      assertNothingIsPublished(tester, rows);
    }
  }

  private void assertEnded() throws Exception {
    for (var pid : Files.readString(directory.resolve("pids")).split(" ", -1)) {
      var process = ProcessHandle.of(Long.parseLong(pid));
      if (process.isPresent()) {
        process.get().onExit().get(30, TimeUnit.SECONDS);
      }
    }
  }

  private void assertNothingIsPublished(PipelineTester tester, Channel<Examples> rows) {
    assertThatThrownBy(() -> tester.artifact(rows)).hasMessageContaining("was not made");
    assertThat(directory.resolve("artifacts")).isDirectoryNotContaining("glob:**.arrow");
  }
}
