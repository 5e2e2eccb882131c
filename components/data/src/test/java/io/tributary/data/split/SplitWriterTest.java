package io.tributary.data.split;

import static io.tributary.data.MemoryBatches.FLOAT64;
import static io.tributary.data.MemoryBatches.INT64;
import static io.tributary.data.MemoryBatches.UTF8;
import static io.tributary.data.MemoryBatches.columns;
import static io.tributary.data.MemoryBatches.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.data.Batches;
import io.tributary.data.MemoryBatches;
import io.tributary.data.row.RowHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitWriterTest {
  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final Schema MIXED = columns("n", INT64, "s", UTF8, "i", INT32);

  @TempDir Path directory;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noMemoryIsLeaked() {
    allocator.close();
  }

  @Test
  void theBucketIsTheHashOfTheRowModuloTheBuckets() throws IOException {
    var schema = columns("n", INT64, "s", UTF8);
    var rows = new ArrayList<@Nullable Object[]>();
    for (int n = 0; n < 1_000; n++) {
      rows.add(row(n, n % 5 == 0 ? null : "row " + n % 100));
    }
    var batches = new MemoryBatches(schema, rows, 1_000);
    for (var features : List.of(List.<String>of(), List.of("n"))) {
      var hashes =
          features.isEmpty()
              ? RowHashes.of(schema, HashSplits.SEED)
              : RowHashes.of(schema, features, HashSplits.SEED);
      var expected = new long[1_000];
      var splits = new int[1_000];
      try (var cursor = batches.open(allocator)) {
        var batch = cursor.load(0);
        hashes.hash(batch, expected);
        var config = SplitConfig.of("a", 7).and("b", 1).and("c", 2);
        assertThat(
                new HashSplits(new SplitConfig(config.splits(), features), schema)
                    .assign(batch, splits))
            .isEmpty();
      }

      assertThat(splits)
          .containsExactly(
              Arrays.stream(expected)
                  .map(hash -> Long.remainderUnsigned(hash, 10))
                  .mapToInt(bucket -> bucket < 7 ? 0 : bucket < 8 ? 1 : 2)
                  .toArray());
    }
  }

  @Test
  void aSampleTakesTheSamePartOfEverySplit() throws IOException {
    var rows = IntStream.range(0, 60_000).mapToObj(n -> row(n)).toList();
    for (long seed : List.of(0L, 1L, -1L)) {
      var place = Files.createTempDirectory(directory, "sample");
      var counts =
          new SplitWriter(SplitConfig.trainAndEval(), Sampling.of(0.5), seed, 2)
              .write(
                  new MemoryBatches(columns("n", INT64), rows, 1_000),
                  split -> open(place, split, columns("n", INT64)),
                  directory,
                  allocator);

      assertThat(counts.get("train")).isBetween(19_500L, 20_500L);
      assertThat(counts.get("eval")).isBetween(9_600L, 10_400L);
    }
  }

  @Test
  void featuresThatCannotDivideAreRefused() throws Exception {
    var rows = batches(columns("x", FLOAT64, "company", UTF8), 8, row(1.5, "a"));

    assertThatThrownBy(() -> write(SplitConfig.trainAndEval().byFeature("x"), rows))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("feature 'x': FloatingPoint(DOUBLE) (expected: a column of text");
    assertThatThrownBy(() -> write(SplitConfig.trainAndEval().byFeature("y"), rows))
        .hasMessageContaining("feature 'y': no such column (expected: one of [x, company])");
  }

  @Test
  void theFirstRowWithoutTheFeatureIsNamedOnAnyNumberOfThreads() {
    var rows = new ArrayList<@Nullable Object[]>();
    for (int n = 0; n < 10_000; n++) {
      rows.add(row(n == 3_000 || n == 9_000 ? null : n));
    }
    for (int threads : List.of(1, 4)) {
      assertThatThrownBy(
              () ->
                  writer(SplitConfig.trainAndEval().byFeature("n"), threads)
                      .write(
                          new MemoryBatches(columns("n", INT64), rows, 700),
                          split -> open(directory, threads + split, columns("n", INT64)),
                          directory,
                          allocator))
          .hasMessageContaining("feature 'n': missing in row 3001 (expected: a value");
    }
  }

  @Test
  void filesDependNeitherOnBatchesNorOnThreads() throws IOException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (int n = 0; n < 40_000; n++) {
      rows.add(row(n, n % 3 == 0 ? "row " + n : null, n % 7 == 0 ? null : n));
    }
    var files = new ArrayList<byte[]>();
    for (int size : List.of(40_000, 8_192, 1_000, 37)) {
      int threads = 1 + files.size();
      var place = Files.createTempDirectory(directory, "splits");
      var counts =
          writer(SplitConfig.trainAndEval(), threads)
              .write(
                  new MemoryBatches(MIXED, rows, size),
                  split -> open(place, split, MIXED),
                  directory,
                  allocator);
      var train = longs(place, "train");
      assertThat(train).isSorted().hasSizeBetween(26_000, 27_300);
      assertThat(train.size() + longs(place, "eval").size()).isEqualTo(40_000);
      assertThat(counts).containsEntry("train", (long) train.size());
      files.add(Files.readAllBytes(place.resolve("train/part-00000.arrow")));
    }

    assertThat(files).allSatisfy(bytes -> assertThat(bytes).isEqualTo(files.get(0)));
  }

  @Test
  void valuesAreThoseOfTheirRows() throws IOException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (int n = 0; n < 20_000; n++) {
      rows.add(row(n, n % 3 == 0 ? null : "row " + n, n % 7 == 0 ? null : n));
    }
    var place = write(SplitConfig.of("a", 1).and("b", 3), new MemoryBatches(MIXED, rows, 900));

    for (var split : List.of("a", "b")) {
      try (var reader = new ExamplesReader(part(place, split), allocator)) {
        while (reader.loadNextBatch()) {
          var batch = reader.batch();
          for (int r = 0; r < batch.getRowCount(); r++) {
            long n = (Long) batch.getVector("n").getObject(r);
            assertThat(String.valueOf(batch.getVector("s").getObject(r)))
                .isEqualTo(n % 3 == 0 ? "null" : "row " + n);
            assertThat(batch.getVector("i").getObject(r))
                .isEqualTo(n % 7 == 0 ? null : (Integer) (int) n);
          }
        }
      }
    }
  }

  @Test
  void aSplitThatCannotBeOpenedLeaksNothing() {
    assertThatThrownBy(
            () ->
                writer(SplitConfig.trainAndEval(), 2)
                    .write(
                        batches(MIXED, 8, row(1, "a", 1)),
                        split -> {
                          if (split.equals("eval")) {
                            throw new IOException("disk full");
                          }
                          return open(directory, split, MIXED);
                        },
                        directory,
                        allocator))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
  }

  @Test
  void rowsOfAGroupStayTogether() throws IOException {
    var schema = columns("n", INT64, "user", UTF8, "day", INT64);
    var rows = new ArrayList<@Nullable Object[]>();
    for (int n = 0; n < 3_000; n++) {
      rows.add(row(n, "user " + n % 30, n % 7));
    }
    var place =
        write(
            SplitConfig.trainAndEval().byGroup("user", "day"), new MemoryBatches(schema, rows, 64));
    var train = longs(place, "train").stream().map(n -> n % 210).distinct().toList();
    var eval = longs(place, "eval").stream().map(n -> n % 210).distinct().toList();

    assertThat(train).isNotEmpty().doesNotContainAnyElementsOf(eval);
    assertThat(train.size() + eval.size()).isEqualTo(210);
  }

  @Test
  void theLatestFifthIsTheLatestFifth() throws IOException {
    var rows = new ArrayList<@Nullable Object[]>();
    for (int n = 0; n < 100_000; n++) {
      rows.add(row(n * 7_919L % 100_003 - 50_000));
    }
    var place =
        write(
            TimeShares.of("n", "train", "eval", 0.2),
            new MemoryBatches(columns("n", INT64), rows, 8_192));
    var train = longs(place, "train");
    var eval = longs(place, "eval");

    assertThat(train).hasSize(80_000);
    assertThat(eval).hasSize(20_000);
    assertThat(train.stream().mapToLong(n -> n).max().getAsLong())
        .isLessThan(eval.stream().mapToLong(n -> n).min().getAsLong());
  }

  @Test
  void rowsOfEqualTimeStayTogether() throws IOException {
    var rows = IntStream.range(0, 100).mapToObj(n -> row(n / 30)).toList();
    var place =
        write(
            TimeShares.of("n", "train", "eval", 0.2),
            new MemoryBatches(columns("n", INT64), rows, 8));

    assertThat(longs(place, "train")).hasSize(60).doesNotContain(2L);
    assertThat(longs(place, "eval")).hasSize(40);
  }

  @Test
  void sharesOfNoRowsAreEmpty() throws IOException {
    var place = write(TimeShares.of("n", "train", "eval", 0.2), batches(columns("n", INT64), 8));

    assertThat(longs(place, "train")).isEmpty();
    assertThat(longs(place, "eval")).isEmpty();
  }

  @Test
  void cutsApplyToEveryTypeOfTime() throws IOException {
    var cuts =
        TimeCuts.of("t", "rest").until("2026-11-30", "old").until("2026-12-01T06:00Z", "new");
    long day = 20_787;
    long[] hours = {-30, -1, 0, 29, 30, 31};
    var types =
        Map.of(
            new ArrowType.Timestamp(TimeUnit.SECOND, null), 3_600L,
            new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"), 3_600_000L,
            new ArrowType.Timestamp(TimeUnit.NANOSECOND, null), 3_600_000_000_000L);
    for (var type : types.entrySet()) {
      var rows = new ArrayList<@Nullable Object[]>();
      for (long hour : hours) {
        rows.add(row(hour, (day * 24 + hour) * type.getValue()));
      }
      var place = write(cuts, new MemoryBatches(columns("n", INT64, "t", type.getKey()), rows, 2));
      assertThat(longs(place, "old")).containsExactly(-30L, -1L);
      assertThat(longs(place, "new")).containsExactly(0L, 29L);
      assertThat(longs(place, "rest")).containsExactly(30L, 31L);
    }

    var days =
        write(
            cuts,
            batches(
                columns("n", INT64, "t", new ArrowType.Date(DateUnit.DAY)),
                2,
                row(0, day - 1),
                row(1, day),
                row(2, day + 1),
                row(3, day + 2)));
    assertThat(longs(days, "old")).containsExactly(0L);
    assertThat(longs(days, "new")).containsExactly(1L, 2L);
    assertThat(longs(days, "rest")).containsExactly(3L);

    var texts =
        write(
            cuts,
            batches(
                columns("n", INT64, "t", UTF8),
                2,
                row(0, "2026-11-30T00:30:00+01:00"),
                row(1, "2026-11-30"),
                row(2, "2026-12-01 05:59:59.999999"),
                row(3, "2026-12-01T06:00:00Z")));
    assertThat(longs(texts, "old")).containsExactly(0L);
    assertThat(longs(texts, "new")).containsExactly(1L, 2L);
    assertThat(longs(texts, "rest")).containsExactly(3L);
  }

  @Test
  void unsignedNumbersAreInTheirOrder() throws IOException {
    for (int bits : List.of(8, 64)) {
      var rows =
          batches(
              columns("n", INT64, "t", new ArrowType.Int(bits, false)),
              2,
              row(0, 200),
              row(1, 100),
              row(2, 255),
              row(3, 0));
      for (var splits :
          List.of(
              TimeShares.of("t", "train", "eval", 0.5),
              TimeCuts.of("t", "eval").until("150", "train"))) {
        var place = write(splits, rows);
        assertThat(longs(place, "train")).containsExactly(1L, 3L);
        assertThat(longs(place, "eval")).containsExactly(0L, 2L);
      }
    }

    assertThatThrownBy(
            () ->
                write(
                    TimeCuts.of("t", "eval").until("150", "train"),
                    batches(columns("t", new ArrowType.Int(64, false)), 2, row(1), row(-1L))))
        .hasMessageContaining(
            "time column 't': 18446744073709551615 in row 2 (expected: a number below 2^63)");
  }

  @Test
  void aCutMayBeBeyondAllNanoseconds() throws IOException {
    var place =
        write(
            TimeCuts.of("t", "never").until("0001-01-01", "before").until("9999-12-31", "all"),
            batches(
                columns("n", INT64, "t", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)),
                2,
                row(0, 0),
                row(1, 1)));

    assertThat(longs(place, "all")).containsExactly(0L, 1L);
  }

  @Test
  void columnsThatAreNoTimesAreRefused() {
    var shares = TimeShares.of("t", "train", "eval", 0.2);

    assertThatThrownBy(() -> write(shares, batches(columns("n", INT64), 2)))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("time column 't': no such column (expected: one of [n])");
    assertThatThrownBy(() -> write(shares, batches(columns("t", FLOAT64), 2)))
        .hasMessageContaining("time column 't': FloatingPoint(DOUBLE) (expected: integers, dates");
    assertThatThrownBy(
            () ->
                write(shares, batches(columns("t", UTF8), 1, row("2026-11-30"), row("30.11.2026"))))
        .hasMessageContaining("time column 't': '30.11.2026' in row 2 (expected: a date or time");
    assertThatThrownBy(
            () ->
                write(
                    TimeCuts.of("t", "b").until("7", "a"),
                    batches(columns("t", INT64), 1, row(1), row((Object) null))))
        .hasMessageContaining("time column 't': missing in row 2 (expected: a value in every row)");
    assertThatThrownBy(
            () -> write(TimeCuts.of("t", "b").until("7", "a"), batches(columns("t", UTF8), 1)))
        .hasMessageContaining("times, and a split before 7");
    assertThatThrownBy(
            () ->
                write(
                    TimeCuts.of("t", "b").until("2026-11-30", "a"),
                    batches(columns("t", INT64), 1)))
        .hasMessageContaining("integers, and a split before '2026-11-30'");
  }

  @Test
  void aSampleIsStableAndGrowsWithItsFraction() throws IOException {
    var rows = IntStream.range(0, 50_000).mapToObj(n -> row(n)).toList();
    var all = new MemoryBatches(columns("n", INT64), rows, 1_000);
    var half = sampled(Sampling.of(0.5), 1, all);
    var tenth = sampled(Sampling.of(0.1), 1, all);

    assertThat(half).hasSizeBetween(24_500, 25_500).containsAll(tenth);
    assertThat(tenth).hasSizeBetween(4_700, 5_300);
    assertThat(sampled(Sampling.of(0.1), 1, new MemoryBatches(columns("n", INT64), rows, 77)))
        .isEqualTo(tenth);
    var other = sampled(Sampling.of(0.1), 2, all);
    assertThat(other).hasSizeBetween(4_700, 5_300);
    assertThat(other.stream().filter(tenth::contains).count()).isBetween(400L, 600L);
  }

  private List<Long> sampled(Sampling sampling, long seed, Batches rows) throws IOException {
    var place = Files.createTempDirectory(directory, "sample");
    new SplitWriter(SplitConfig.of("all", 1), sampling, seed, 2)
        .write(rows, split -> open(place, split, rows.schema()), directory, allocator);
    return longs(place, "all");
  }

  @Test
  void aSplitMayBeSampledForItself() throws IOException {
    var rows = IntStream.range(0, 30_000).mapToObj(n -> row(n)).toList();
    var place = Files.createTempDirectory(directory, "sample");
    var counts =
        new SplitWriter(SplitConfig.trainAndEval(), Sampling.of(0.25).withSplit("eval", 1), 1, 2)
            .write(
                new MemoryBatches(columns("n", INT64), rows, 1_000),
                split -> open(place, split, columns("n", INT64)),
                directory,
                allocator);

    assertThat(counts.get("train")).isBetween(4_700L, 5_300L);
    assertThat(counts.get("eval")).isBetween(9_700L, 10_300L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", ".a", "a b", "ä", "a\\b", "-a"})
  void namesThatAreNoNamesOfDirectoriesAreRefused(String name) {
    assertThatThrownBy(() -> SplitConfig.of(name, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("split '" + name + "' > name (expected: ");
  }

  @Test
  void bucketsFractionsTimesAndNamesAreChecked() {
    assertThatThrownBy(() -> SplitConfig.of("train", 0))
        .hasMessageContaining("split 'train' > hashBuckets: 0 (expected: > 0)");
    assertThatThrownBy(() -> SplitConfig.of("a", 1).and("a", 2))
        .hasMessageContaining("splits > 'a': twice");
    assertThatThrownBy(() -> new SplitConfig(List.of(), List.of()))
        .hasMessageContaining("splits: none");
    assertThatThrownBy(() -> SplitConfig.of("a", Integer.MAX_VALUE).and("b", 1))
        .hasMessageContaining("2147483648 buckets");
    assertThatThrownBy(() -> TimeShares.of("t", "a", "b", 1))
        .hasMessageContaining("split 'a' > fraction: 0.0 (expected: above 0, at most 1)");
    assertThatThrownBy(() -> new TimeShares("t", List.of(new TimeShares.Share("a", 0.5))))
        .hasMessageContaining("fractions that add up to 0.5 (expected: 1)");
    assertThatThrownBy(() -> TimeCuts.of("t", "b").until("30.11.2026", "a"))
        .hasMessageContaining("split 'a' > before: '30.11.2026' (expected: a date or time");
    assertThatThrownBy(() -> Sampling.of(0))
        .hasMessageContaining("sampling > fraction: 0.0 (expected: above 0, at most 1)");
    assertThatThrownBy(() -> Sampling.ALL.withSplit("eval", 1.5))
        .hasMessageContaining("sampling > fraction of split 'eval': 1.5");
    assertThat(SplitConfig.trainAndEval().names()).containsExactly("train", "eval");
  }

  private static MemoryBatches batches(Schema schema, int size, @Nullable Object[]... rows) {
    return new MemoryBatches(schema, List.of(rows), size);
  }

  private static SplitWriter writer(Splits splits, int threads) {
    return new SplitWriter(splits, Sampling.ALL, 1, threads);
  }

  private Path write(Splits splits, Batches rows) throws IOException {
    var place = Files.createTempDirectory(directory, "splits");
    writer(splits, 2).write(rows, split -> open(place, split, rows.schema()), directory, allocator);
    return place;
  }

  private ExamplesWriter open(Path place, String split, Schema schema) throws IOException {
    return new ExamplesWriter(Files.createDirectories(place.resolve(split)), schema, allocator);
  }

  private static Dataset part(Path place, String split) {
    return new Dataset(List.of(place.resolve(split).resolve("part-00000.arrow")));
  }

  private List<Long> longs(Path place, String split) throws IOException {
    var numbers = new ArrayList<Long>();
    try (var reader = new ExamplesReader(part(place, split), allocator)) {
      while (reader.loadNextBatch()) {
        for (int r = 0; r < reader.batch().getRowCount(); r++) {
          numbers.add((Long) reader.batch().getVector("n").getObject(r));
        }
      }
    }
    return numbers;
  }

  @Test
  void manyColumnsDoNotTakeMuchMemory() throws IOException {
    var named = new Object[20_000];
    for (int c = 0; c < 10_000; c++) {
      named[2 * c] = "c" + c;
      named[2 * c + 1] = INT64;
    }
    var schema = columns(named);
    var values = new Object[10_000];
    Arrays.fill(values, 1L);
    var rows = new MemoryBatches(schema, Collections.nCopies(300, values), 100);

    try (var little = allocator.newChildAllocator("little", 0, 640L << 20)) {
      var counts =
          writer(SplitConfig.of("all", 1), 1)
              .write(rows, split -> open(directory, split, schema), directory, little);

      assertThat(counts).containsExactly(entry("all", 300L));
    }
  }
}
