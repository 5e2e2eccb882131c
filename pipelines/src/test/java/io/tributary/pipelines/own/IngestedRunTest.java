package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.components.examplediff.ExampleDiff;
import io.tributary.components.examplegen.ExportTfRecord;
import io.tributary.components.examplegen.FileExampleGen;
import io.tributary.components.examplegen.MissingSpans;
import io.tributary.components.examplegen.QueryExampleGen;
import io.tributary.data.csv.ColumnType;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.split.Sampling;
import io.tributary.data.split.SplitConfig;
import io.tributary.data.split.TimeCuts;
import io.tributary.data.split.TimeShares;
import io.tributary.data.union.SchemaChanges;
import io.tributary.runner.local.PipelineTester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data comes in from files and databases, is compared, and goes out, in real runs. */
class IngestedRunTest {
  @TempDir private Path directory;

  private Path data() throws IOException {
    return Files.createDirectories(directory.resolve("data"));
  }

  @Test
  void everythingThatCanBeSaidSurvivesTheCompiler() throws Exception {
    for (int day = 1; day <= 3; day++) {
      Files.writeString(
          data().resolve("2026-11-0" + day + ".csv"),
          "at,zip\n2026-11-0" + day + ",01\n2026-11-0" + day + ",02\nbroken\n");
    }
    var p = Pipeline.named("ingested");
    var gen =
        new FileExampleGen(data())
            .withSpans("{YYYY}-{MM}-{DD}.csv")
            .withWindow(3)
            .withMissingSpans(MissingSpans.WAIT)
            .withType("zip", ColumnType.UTF8)
            .withBadRows(BadRowBudget.ofRows(3))
            .withSchemaChanges(SchemaChanges.WIDEN)
            .withSplits(TimeShares.of("at", "train", "eval", 0.3))
            .withSampling(Sampling.ALL.withSplit("eval", 1));
    var made = p.add(gen, NodeOptions.DEFAULT.withRetries(1, Duration.ofMillis(1)));
    var cut =
        p.add(
            new FileExampleGen(data())
                .withInput("files", "2026-11-0?.csv")
                .withBadRows(BadRowBudget.ofFraction(0.5))
                .withType("zip", ColumnType.UTF8)
                .withSplits(TimeCuts.of("at", "eval").until("2026-11-03", "train")),
            NodeOptions.id("Cut"));
    var difference =
        p.add(ExampleDiff.of(made.examples()).against(cut.examples()).withKey("at", "zip"))
            .difference();
    p.add(new ExportTfRecord(made.examples()));
    try (var tester = PipelineTester.of(p, directory.resolve("home"))) {
      tester.run();

      assertThat(tester.path(difference).resolve("diff.json"))
          .content()
          .contains("\"equal\" : true");
      assertThat(tester.path(made.quarantine()).resolve("Split-all/part-00000.arrow")).exists();
    }
  }

  @Test
  void aQueryIsAskedAgainAndEqualAnswersStopThere() throws Exception {
    var url = "jdbc:sqlite:" + directory.resolve("trips.db");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE trips (n INTEGER)");
      statement.execute("INSERT INTO trips VALUES (1)");
    }
    var p = Pipeline.named("queried");
    var examples =
        p.add(
                new QueryExampleGen(url, "SELECT n FROM trips ORDER BY n")
                    .withSplits(SplitConfig.of("all", 1)))
            .examples();
    var records = p.add(new ExportTfRecord(examples)).records();
    try (var tester = PipelineTester.of(p, directory.resolve("home")).withCache()) {
      tester.run();
      var first = tester.path(records);
      tester.run();
      assertThat(tester.path(records)).isEqualTo(first);

      try (var connection = DriverManager.getConnection(url);
          var statement = connection.createStatement()) {
        statement.execute("INSERT INTO trips VALUES (2)");
      }
      tester.run();
      assertThat(tester.path(records)).isNotEqualTo(first);
    }
  }

  @Test
  void aSpanThatDoesNotComeFailsAfterTheRetries() throws Exception {
    Files.writeString(data().resolve("1.csv"), "n\n1\n");
    var p = Pipeline.named("waiting");
    p.add(
        new FileExampleGen(data())
            .withSpans("{SPAN}.csv")
            .withWindow(2)
            .withMissingSpans(MissingSpans.WAIT),
        NodeOptions.DEFAULT.withRetries(2, Duration.ofMillis(1)));
    try (var tester = PipelineTester.of(p, directory.resolve("home"))) {
      tester.run();
      assertThatThrownBy(tester::succeeded).hasMessageContaining("no file for span 0");
    }
  }
}
