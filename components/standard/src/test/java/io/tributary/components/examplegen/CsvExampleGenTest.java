package io.tributary.components.examplegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.ParameterValues;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.data.csv.ColumnType;
import io.tributary.data.split.SplitConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvExampleGenTest {
  private static final Path TAXI = Path.of("../../pipelines/data/chicago-taxi/trips.csv");

  private static final Map<String, Long> TAXI_NULLS =
      Map.ofEntries(
          Map.entry("pickup_community_area: Int(64, true)", 2L),
          Map.entry("fare: FloatingPoint(DOUBLE)", 0L),
          Map.entry("trip_start_month: Int(64, true)", 0L),
          Map.entry("trip_start_hour: Int(64, true)", 0L),
          Map.entry("trip_start_day: Int(64, true)", 0L),
          Map.entry("trip_start_timestamp: Int(64, true)", 0L),
          Map.entry("pickup_latitude: FloatingPoint(DOUBLE)", 2L),
          Map.entry("pickup_longitude: FloatingPoint(DOUBLE)", 2L),
          Map.entry("dropoff_latitude: FloatingPoint(DOUBLE)", 483L),
          Map.entry("dropoff_longitude: FloatingPoint(DOUBLE)", 483L),
          Map.entry("trip_miles: FloatingPoint(DOUBLE)", 0L),
          Map.entry("pickup_census_tract: Int(64, true)", 15_001L),
          Map.entry("dropoff_census_tract: Int(64, true)", 4_241L),
          Map.entry("payment_type: Utf8", 0L),
          Map.entry("company: Utf8", 5_140L),
          Map.entry("trip_seconds: Int(64, true)", 6L),
          Map.entry("dropoff_community_area: Int(64, true)", 507L),
          Map.entry("tips: FloatingPoint(DOUBLE)", 0L));

  private static final ParameterValues NONE_GIVEN = given("");

  @TempDir Path directory;

  /** A run with this span, or with the default. */
  private static ParameterValues given(String span) {
    return new ParameterValues() {
      @Override
      public <T> T value(RuntimeParameter<T> parameter) {
        return span.isEmpty()
            ? parameter.defaultValue().orElseThrow()
            : parameter.type().cast(ScheduledSpan.parse(span));
      }
    };
  }

  @Test
  void theTaxiTripsAreReadWithTheirTypesAndMissingValues() throws Exception {
    try (var run = FakeRun.of(new CsvExampleGen(TAXI), directory).execute()) {
      var made = run.made(CsvExampleGen.Outputs::examples);

      assertThat(made.splits()).containsExactly("train", "eval");
      assertThat(made.property(Examples.SPAN)).contains(0L);
      assertThat(made.property(Examples.INPUT_FINGERPRINT))
          .contains(new CsvExampleGen(TAXI).externalDigest(FileDigests.READING, NONE_GIVEN));
      assertThat(rows(made.path(), "train") + rows(made.path(), "eval")).isEqualTo(15_002);
      assertThat(rows(made.path(), "train")).isBetween(9_800L, 10_200L);
      assertThat(columns(made.path(), List.of("train", "eval"))).isEqualTo(TAXI_NULLS);
      assertThat(run.messages()).containsExactly("15002 rows, 18 columns");
    }
  }

  @Test
  void theSameFileGivesTheSameBytes() throws Exception {
    var copy = Files.copy(TAXI, directory.resolve("copy.csv"));
    var digests = new ArrayList<String>();
    for (var input : List.of(TAXI, copy)) {
      try (var run =
          FakeRun.of(new CsvExampleGen(input), Files.createTempDirectory(directory, "run"))
              .execute()) {
        digests.add(run.made(CsvExampleGen.Outputs::examples).digest());
      }
    }

    assertThat(digests.get(0)).isEqualTo(digests.get(1));
  }

  @Test
  void rowsKeepTheirOrderWithinASplit() throws Exception {
    var text = new StringBuilder("n\n");
    for (int i = 0; i < 30_000; i++) {
      text.append(i).append('\n');
    }
    var gen =
        new CsvExampleGen(write("n.csv", text.toString()))
            .withSplits(SplitConfig.of("a", 3).and("b", 1).and("c", 1));
    try (var run = FakeRun.of(gen, directory).execute()) {
      var path = run.made(CsvExampleGen.Outputs::examples).path();
      long rows = 0;
      for (var split : List.of("a", "b", "c")) {
        var numbers = longs(path, split);
        assertThat(numbers).isSorted();
        rows += numbers.size();
      }
      assertThat(rows).isEqualTo(30_000);
      assertThat(longs(path, "a").size()).isBetween(17_500, 18_500);
    }
  }

  @Test
  void rowsWithEqualFeatureStayTogether() throws Exception {
    var text = new StringBuilder("n,company\n");
    for (int i = 0; i < 1_000; i++) {
      text.append(i).append(",company ").append(i % 10).append('\n');
    }
    var gen =
        new CsvExampleGen(write("n.csv", text.toString()))
            .withSplits(SplitConfig.trainAndEval().byFeature("company"));
    try (var run = FakeRun.of(gen, directory).execute()) {
      var path = run.made(CsvExampleGen.Outputs::examples).path();
      var train = longs(path, "train").stream().map(n -> n % 10).distinct().toList();
      var eval = longs(path, "eval").stream().map(n -> n % 10).distinct().toList();

      assertThat(train).isNotEmpty().doesNotContainAnyElementsOf(eval);
    }
  }

  @Test
  void aSplitWithoutRowsIsStillThere() throws Exception {
    try (var run = FakeRun.of(new CsvExampleGen(write("one.csv", "n\n1\n")), directory).execute()) {
      var path = run.made(CsvExampleGen.Outputs::examples).path();

      assertThat(rows(path, "train") + rows(path, "eval")).isEqualTo(1);
      assertThat(columns(path, List.of("train"))).containsKey("n: Int(64, true)");
      assertThat(columns(path, List.of("eval"))).containsKey("n: Int(64, true)");
    }
  }

  @Test
  void delimiterAndTypesHaveEffect() throws Exception {
    var gen =
        new CsvExampleGen(write("zip.csv", "zip;n\n012;1\n"))
            .withDelimiter(";")
            .withType("zip", ColumnType.UTF8);
    try (var run = FakeRun.of(gen, directory).execute()) {
      assertThat(
              columns(run.made(CsvExampleGen.Outputs::examples).path(), List.of("train", "eval")))
          .containsOnlyKeys("zip: Utf8", "n: Int(64, true)");
    }
  }

  @Test
  void theDigestOfTheInputSeesContentsOnly() throws Exception {
    var file = write("a.csv", "n\n1\n");
    var digest = new CsvExampleGen(file).externalDigest(FileDigests.READING, NONE_GIVEN);
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

    assertThat(new CsvExampleGen(file).externalDigest(FileDigests.READING, NONE_GIVEN))
        .isEqualTo(digest);
    assertThat(
            new CsvExampleGen(Files.move(file, directory.resolve("b.csv")))
                .externalDigest(FileDigests.READING, NONE_GIVEN))
        .isEqualTo(digest);
    assertThat(
            new CsvExampleGen(write("b.csv", "n\n2\n"))
                .externalDigest(FileDigests.READING, NONE_GIVEN))
        .isNotEqualTo(digest);
  }

  @Test
  void badRowsFailItWithoutLeaks() throws Exception {
    try (var run = FakeRun.of(new CsvExampleGen(write("bad.csv", "a,b\n1\n")), directory)) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("bad.csv, line 2, column 'b'");
    }
  }

  @Test
  void anUnknownFeatureToSplitByFailsItWithoutLeaks() throws Exception {
    var gen =
        new CsvExampleGen(write("a.csv", "a\n1\n"))
            .withSplits(SplitConfig.trainAndEval().byFeature("b"));
    try (var run = FakeRun.of(gen, directory)) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("partition feature 'b': no such column (expected: one of [a])");
    }
  }

  @Test
  void wrongParametersAreRefusedAtOnce() {
    assertThatThrownBy(() -> new CsvExampleGen(TAXI).withDelimiter("||"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delimiter: '||' (expected: one ASCII character");
  }

  private static final RuntimeParameter<ScheduledSpan> SPAN =
      RuntimeParameter.withDefault("span", ScheduledSpan.LATEST);

  private CsvExampleGen threeDays() throws IOException {
    for (int day = 1; day <= 3; day++) {
      Files.createDirectories(directory.resolve("in/2026-11-0" + day));
      write("in/2026-11-0" + day + "/trips.csv", "n\n" + day + "\n" + day * 10 + "\n");
    }
    return new CsvExampleGen(directory.resolve("in"))
        .withSplits(SplitConfig.of("all", 1))
        .withSpans("{YYYY}-{MM}-{DD}/*.csv");
  }

  @Test
  void theLatestSpanIsReadUnlessTheRunSaysAnother() throws Exception {
    var gen = threeDays();
    try (var run = FakeRun.of(gen, directory.resolve("latest")).execute()) {
      var made = run.made(CsvExampleGen.Outputs::examples);
      assertThat(longs(made.path(), "all")).containsExactly(3L, 30L);
      assertThat(made.property(Examples.SPAN)).contains(20_760L);
      assertThat(made.property(Examples.VERSION)).isEmpty();
      assertThat(run.messages())
          .containsExactly("the latest there is, span 20760: 2 rows, 1 columns");
    }
    try (var run =
        FakeRun.of(gen, directory.resolve("first"))
            .given(SPAN, ScheduledSpan.parse("2026-11-01"))
            .execute()) {
      assertThat(longs(run.made(CsvExampleGen.Outputs::examples).path(), "all"))
          .containsExactly(1L, 10L);
      assertThat(run.messages()).containsExactly("span 20758: 2 rows, 1 columns");
    }
  }

  @Test
  void aRangeIsReadSpanAfterSpan() throws Exception {
    try (var run =
        FakeRun.of(threeDays(), directory.resolve("range"))
            .given(SPAN, ScheduledSpan.parse("2026-11-01..2026-11-03"))
            .execute()) {
      var made = run.made(CsvExampleGen.Outputs::examples);
      assertThat(longs(made.path(), "all")).containsExactly(1L, 10L, 2L, 20L, 3L, 30L);
      assertThat(made.property(Examples.SPAN)).contains(20_760L);
      assertThat(run.messages()).containsExactly("spans 20758 to 20760: 6 rows, 1 columns");
    }
  }

  @Test
  void theLatestVersionOfASpanIsRead() throws Exception {
    Files.createDirectories(directory.resolve("in"));
    for (var name : List.of("s7-v9", "s7-v10", "s6-v99")) {
      write("in/" + name + ".csv", "n\n" + name.substring(4) + "\n");
    }
    var gen =
        new CsvExampleGen(directory.resolve("in"))
            .withSplits(SplitConfig.of("all", 1))
            .withSpans("s{SPAN}-v{VERSION}.csv");
    try (var run = FakeRun.of(gen, directory.resolve("run")).execute()) {
      var made = run.made(CsvExampleGen.Outputs::examples);
      assertThat(longs(made.path(), "all")).containsExactly(10L);
      assertThat(made.property(Examples.SPAN)).contains(7L);
      assertThat(made.property(Examples.VERSION)).contains(10L);
    }
  }

  @Test
  void onlyTheFilesOfTheSpanCountForTheCache() throws Exception {
    var gen = threeDays();
    var before = gen.externalDigest(FileDigests.READING, given("2026-11-02"));
    write("in/2026-11-03/trips.csv", "n\n4\n");
    assertThat(gen.externalDigest(FileDigests.READING, given("2026-11-02"))).isEqualTo(before);
    write("in/2026-11-02/trips.csv", "n\n4\n");
    assertThat(gen.externalDigest(FileDigests.READING, given("2026-11-02"))).isNotEqualTo(before);
  }

  @Test
  void aSpanWithoutFilesFailsOnceAndSaysWhatThereIs() throws Exception {
    var gen = threeDays();
    assertThatThrownBy(() -> gen.externalDigest(FileDigests.READING, given("2026-11-05")))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.NOT_FOUND))
        .hasMessage(
            directory.resolve("in")
                + ": no file for span 20762 (2026-11-05), that is '2026-11-05/*.csv'; there are 3 spans from 20758 to 20760"
                + " (expected: files that match '{YYYY}-{MM}-{DD}/*.csv'); wait for the data, or name another span");
  }

  @Test
  void aWrongPatternIsRefusedWhereItIsWritten() {
    assertThatThrownBy(() -> new CsvExampleGen(directory).withSpans("{YYYY}/*.csv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of a date only {YYYY}");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static long rows(Path artifact, String split) throws IOException {
    long rows = 0;
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(Dataset.of(artifact, List.of(split)), allocator)) {
      while (reader.loadNextBatch()) {
        rows += reader.batch().getRowCount();
      }
    }
    return rows;
  }

  private static List<Long> longs(Path artifact, String split) throws IOException {
    var values = new ArrayList<Long>();
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(Dataset.of(artifact, List.of(split)), allocator)) {
      while (reader.loadNextBatch()) {
        for (int r = 0; r < reader.batch().getRowCount(); r++) {
          values.add((Long) reader.batch().getVector(0).getObject(r));
        }
      }
    }
    return values;
  }

  /** Columns with their numbers of nulls. */
  private static Map<String, Long> columns(Path artifact, List<String> splits) throws IOException {
    var nulls = new LinkedHashMap<String, Long>();
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(Dataset.of(artifact, splits), allocator)) {
      reader.schema().getFields().forEach(field -> nulls.put(field.toString(), 0L));
      while (reader.loadNextBatch()) {
        for (var column : reader.batch().getFieldVectors()) {
          nulls.merge(column.getField().toString(), (long) column.getNullCount(), Long::sum);
        }
      }
    }
    return nulls;
  }
}
