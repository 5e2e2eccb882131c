package io.tributary.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.data.ColumnTrace;
import io.tributary.api.data.RowTrace;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.digest.Sha256;
import io.tributary.data.LocalDataEngine;
import io.tributary.data.source.PyarrowTypes;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
  private static final Path ROW_GROUPS = Values.golden("row-groups-pyarrow-26.0.1.parquet");

  @TempDir Path directory;

  private static ParquetTable open(Path... files) throws IOException {
    return ParquetTable.open(new SourceFiles(files[0], List.of(files)), FileDigests.READING);
  }

  /** Parquet knows no seconds, no zones and no large text. */
  private static Map<String, String> types() {
    var types = PyarrowTypes.types();
    types.replaceAll((name, type) -> type.replace("<item:", "<element:"));
    types.put("large_utf8", "Utf8");
    types.put("ts_s", "Timestamp(MICROSECOND, null)");
    types.put("ts_ms", "Timestamp(MICROSECOND, null)");
    types.put("ts_zone", "Timestamp(MICROSECOND, UTC)");
    return types;
  }

  private static Map<String, List<Object>> values() {
    var values = PyarrowTypes.values();
    values.put("ts_zone", values.get("ts_utc"));
    return values;
  }

  @Test
  void readsEveryType() throws IOException {
    var table = open(Values.golden("types-pyarrow-26.0.1.parquet"));

    assertThat(Values.types(table)).isEqualTo(types());
    assertThat(Values.columns(table.batches())).isEqualTo(values());
    assertThat(table.rows()).isEqualTo(3);
    assertThat(table.badRows()).isZero();
  }

  @Test
  void keepsTheSchemaOfAFileWithoutRows() throws IOException {
    var table = open(Values.golden("no-rows-pyarrow-26.0.1.parquet"));

    assertThat(Values.types(table)).isEqualTo(types());
    assertThat(table.rows()).isZero();
    assertThat(table.batches().count()).isZero();
  }

  @Test
  void readsPagesOfTheSecondVersion() throws IOException {
    assertThat(Values.column(open(Values.golden("pages-v2-pyarrow-26.0.1.parquet")), "n"))
        .isEqualTo(LongStream.range(0, 10).boxed().toList());
  }

  @Test
  void anyNumberOfThreadsSeesEveryRowInOrder() throws IOException {
    var batches = open(ROW_GROUPS, ROW_GROUPS).batches();

    assertThat(batches.count()).isEqualTo(10);
    assertThat(batches.place(3)).isEqualTo(ROW_GROUPS + ", row group 2, rows from 8193 on");
    try (var allocator = new RootAllocator()) {
      var expected = new LocalDataEngine(allocator, 1).aggregate(batches, new RowTrace());
      assertThat(expected.rows())
          .hasSize(40_000)
          .startsWith(0L, 1L)
          .containsSubsequence(8_191L, 8_192L, 9_000L, 19_999L, 0L, 9_000L)
          .endsWith(19_999L);
      for (int threads : List.of(2, 7)) {
        assertThat(new LocalDataEngine(allocator, threads).aggregate(batches, new RowTrace()))
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void batchesMayBeReadInAnyOrder() throws IOException {
    var batches = open(ROW_GROUPS).batches().only(Set.of("n"));
    try (var allocator = new RootAllocator();
        var cursor = batches.open(allocator)) {
      for (int batch : List.of(4, 1, 0, 3, 3)) {
        var rows = cursor.load(batch);
        assertThat(rows.getVector("n").getObject(0))
            .isEqualTo(List.of(0L, 8_192L, 9_000L, 17_192L, 18_000L).get(batch));
      }
    }
  }

  @Test
  void readsTheColumnsAskedForAlone() throws IOException {
    var damaged = damagedFirstColumn();
    try (var allocator = new RootAllocator()) {
      var engine = new LocalDataEngine(allocator, 2);
      var batches = open(damaged).batches();

      assertThat(engine.aggregate(batches, new ColumnTrace(Set.of("s", "x"))))
          .isEqualTo(new ColumnTrace.Result(Set.of(List.of("x", "s")), 20_000));
      assertThat(engine.aggregate(batches, new ColumnTrace(Set.of())).rows()).isEqualTo(20_000);
      assertThatThrownBy(() -> engine.aggregate(batches, new RowTrace()))
          .isInstanceOfSatisfying(
              ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_DATA))
          .hasMessageContaining(damaged + ", row group 1, rows from 1 on: cannot be read");
    }
  }

  private Path damagedFirstColumn() throws IOException {
    var bytes = Files.readAllBytes(ROW_GROUPS);
    for (int i = 4; i < 60; i++) {
      bytes[i] ^= 0x55;
    }
    return Files.write(directory.resolve("damaged.parquet"), bytes);
  }

  @Test
  void tellsColumnsApartThatDifferInCase() throws IOException {
    var table = open(Values.golden("names-pyarrow-26.0.1.parquet"));

    assertThat(Values.types(table)).containsOnlyKeys("a", "A", "quoted \"b\"", "Zahl ä");
    assertThat(Values.column(table, "A")).isEqualTo(List.of(1L));
    assertThat(Values.column(table, "quoted \"b\"")).isEqualTo(List.of(2L));
    assertThat(Values.columns(table.batches().only(Set.of("A")))).containsOnlyKeys("A");
  }

  @Test
  void aColumnMayHaveTheNameOfRowNumbers() throws IOException {
    var table = open(Values.golden("row-number-pyarrow-26.0.1.parquet"));

    assertThat(table.batches().count()).isEqualTo(2);
    assertThat(Values.column(table, "File_Row_Number")).isEqualTo(List.of(5L, 3L, 4L));
  }

  @Test
  void takesPathsAsTheyAre() throws IOException {
    var place = Files.createDirectories(directory.resolve("day=1/it's [a] *"));
    var file = Files.copy(ROW_GROUPS, place.resolve("x?.parquet"));

    assertThat(Values.types(open(file))).containsOnlyKeys("n", "x", "s");
    assertThat(Values.column(open(file), "n")).hasSize(20_000);
  }

  @Test
  void digestsTheFilesAndNotTheirNames() throws IOException {
    var copy = Files.copy(ROW_GROUPS, directory.resolve("copy.parquet"));
    var file = HexFormat.of().parseHex(Sha256.of(ROW_GROUPS));

    assertThat(open(copy).digest())
        .isEqualTo(Sha256.hex(file))
        .isEqualTo(open(ROW_GROUPS).digest());
  }

  @Test
  void noticesThatAFileHasChanged() throws IOException {
    var file = Files.copy(ROW_GROUPS, directory.resolve("f.parquet"));
    var table = open(file);
    Files.copy(
        Values.golden("names-pyarrow-26.0.1.parquet"), file, StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> Values.columns(table.batches()))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.FAILED_PRECONDITION))
        .hasMessageContaining(file + ": changed while it was read");
  }

  @Test
  void namesAllFilesOfOtherSchemas() {
    var other = Values.golden("names-pyarrow-26.0.1.parquet");
    var third = Values.golden("row-number-pyarrow-26.0.1.parquet");

    assertThatThrownBy(() -> open(ROW_GROUPS, other, ROW_GROUPS, third))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageStartingWith(other + ": another schema than " + ROW_GROUPS)
        .hasMessageContaining(other + ": column 1 is a: Int(64, true), not n: Int(64, true)")
        .hasMessageContaining(third + ": column 1 is File_Row_Number");
  }

  @Test
  void refusesDecimalsThatWouldLoseDigits() {
    assertThatThrownBy(() -> open(Values.golden("decimal50-pyarrow-26.0.1.parquet")))
        .hasMessageContaining("column 'money' of decimals with 50 digits (expected: at most 38");
  }

  @Test
  void memoryIsFreedWhenAPassEndsEarly() throws IOException {
    try (var allocator = new RootAllocator()) {
      try (var cursor = open(ROW_GROUPS).batches().open(allocator)) {
        cursor.load(0);
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }
}
