package io.tributary.components.examplegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.Secret;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.data.split.Sampling;
import io.tributary.data.split.SplitConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryExampleGenTest {
  private static final SplitConfig ALL = SplitConfig.of("all", 1);
  private static final RuntimeParameter<ScheduledSpan> SPAN =
      RuntimeParameter.required("span", ScheduledSpan.class);

  @TempDir Path directory;

  @BeforeEach
  void fill() throws Exception {
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE trips (n INTEGER, at INTEGER, day TEXT)");
      // 2026-11-29T23:59:59Z and the second after it
      statement.execute("INSERT INTO trips VALUES (1, 1795996799, '20261129')");
      statement.execute("INSERT INTO trips VALUES (2, 1795996800, '20261130')");
      statement.execute("INSERT INTO trips VALUES (3, 1796083199, '20261130')");
      statement.execute("INSERT INTO trips VALUES (4, 1796083200, '20261201')");
    }
  }

  private String url() {
    return "jdbc:sqlite:" + directory.resolve("trips.db");
  }

  private FakeRun<QueryExampleGen.Outputs> run(QueryExampleGen gen) throws Exception {
    return FakeRun.of(gen, Files.createTempDirectory(directory, "run"));
  }

  @Test
  void theAnswerToAQueryBecomesExamples() throws Exception {
    var gen = new QueryExampleGen(url(), "SELECT n, day FROM trips ORDER BY n").withSplits(ALL);
    try (var run = run(gen).execute()) {
      var made = run.made(QueryExampleGen.Outputs::examples);
      assertThat(numbers(made.path())).containsExactly(1L, 2L, 3L, 4L);
      assertThat(made.property(Examples.SPAN)).contains(0L);
      assertThat(made.property(Examples.INPUT_FINGERPRINT)).isPresent();
      assertThat(run.messages()).containsExactly("4 rows, 2 columns");
    }
  }

  @Test
  void aQueryMayBeAboutADay() throws Exception {
    for (var condition :
        List.of(
            "at >= @span_begin_timestamp AND at < @span_end_timestamp",
            "day = @span_yyyymmdd_utc")) {
      var gen =
          new QueryExampleGen(url(), "SELECT n FROM trips WHERE " + condition + " ORDER BY n")
              .withSplits(ALL);
      try (var run = run(gen).given(SPAN, ScheduledSpan.parse("2026-11-30")).execute()) {
        var made = run.made(QueryExampleGen.Outputs::examples);
        assertThat(numbers(made.path())).containsExactly(2L, 3L);
        assertThat(made.property(Examples.SPAN)).contains(20_787L);
        assertThat(run.messages()).containsExactly("span 20787: 2 rows, 1 columns");
      }
    }
  }

  @Test
  void aQueryMayBeAboutARangeOfDays() throws Exception {
    var gen =
        new QueryExampleGen(
                url(),
                "SELECT n FROM trips WHERE at < @span_end_timestamp AND at >= @span_begin_timestamp")
            .withSplits(ALL);
    try (var run = run(gen).given(SPAN, ScheduledSpan.parse("2026-11-29..2026-11-30")).execute()) {
      assertThat(numbers(run.made(QueryExampleGen.Outputs::examples).path()))
          .containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void nobodyKnowsTheLatestSpanOfADatabase() throws Exception {
    var gen = new QueryExampleGen(url(), "SELECT n FROM trips WHERE day = @span_yyyymmdd_utc");
    try (var run = run(gen).given(SPAN, ScheduledSpan.LATEST)) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining(
              "runtime parameter 'span': latest (expected: a span or a range, since a query cannot tell");
    }
    try (var run = run(gen).given(SPAN, ScheduledSpan.range(1, 2))) {
      assertThatThrownBy(run::execute).hasMessageContaining("1..2 (expected: a single day");
    }
  }

  @Test
  void anotherParameterSampleAndCredentialsHaveEffect() throws Exception {
    var other = RuntimeParameter.withDefault("day", ScheduledSpan.of(20_787));
    var gen =
        new QueryExampleGen(url(), "SELECT n FROM trips WHERE day = @span_yyyymmdd_utc")
            .withSpan(other)
            .withSampling(Sampling.of(1e-9))
            .withSplits(ALL)
            .withCredentials("me", Secret.environment("PASSWORD"));
    try (var run = run(gen).given(Secret.environment("PASSWORD"), "secret").execute()) {
      assertThat(numbers(run.made(QueryExampleGen.Outputs::examples).path())).isEmpty();
    }
    assertThat(gen.toString()).doesNotContain("secret");
  }

  @Test
  void whatDoesNotFitTogetherIsRefusedWhereItIsWritten() {
    assertThatThrownBy(() -> new QueryExampleGen("postgresql://host/db", "SELECT 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("url: 'postgresql://host/db' (expected: jdbc:...)");
    for (var url :
        List.of(
            "jdbc:postgresql://me:hidden@host:5432/db",
            "jdbc:postgresql://host:5432/db?user=me&password=hidden")) {
      assertThatThrownBy(() -> new QueryExampleGen(url, "SELECT 1"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("url: holds a password (expected: none")
          .hasMessageNotContaining("hidden");
    }
    assertThat(new QueryExampleGen("jdbc:postgresql://host:5432/db?user=a@b", "SELECT 1").url())
        .endsWith("a@b");
    assertThatThrownBy(() -> new QueryExampleGen(url(), "SELECT 1").withSpan(SPAN))
        .hasMessageContaining("sql: without a span (expected: @span_begin_timestamp,");
  }

  private static List<Long> numbers(Path artifact) throws Exception {
    var numbers = new ArrayList<Long>();
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(Dataset.of(artifact, List.of("all")), allocator)) {
      while (reader.loadNextBatch()) {
        for (int r = 0; r < reader.batch().getRowCount(); r++) {
          numbers.add(((Number) reader.batch().getVector("n").getObject(r)).longValue());
        }
      }
    }
    return numbers;
  }
}
