package io.tributary.data.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.luben.zstd.Zstd;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.data.RowTrace;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.digest.Sha256;
import io.tributary.data.LocalDataEngine;
import io.tributary.data.source.BadRow;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import io.tributary.data.source.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTableTest {
  @TempDir Path directory;

  private final List<BadRow> quarantine = new ArrayList<>();

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private SourceTable read(String... lines) throws IOException {
    return scan(file("rows.jsonl", String.join("\n", lines).getBytes(UTF_8)));
  }

  private SourceTable scan(Path... files) throws IOException {
    return scan(BadRowBudget.ofRows(10), 2, files);
  }

  private SourceTable scan(BadRowBudget budget, int threads, Path... files) throws IOException {
    return JsonTable.scan(
        new SourceFiles(directory, List.of(files)),
        budget,
        threads,
        quarantine::add,
        FileDigests.READING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          1 | -2 => Int(64, true) => [1, -2]
          1 | 2.5 => FloatingPoint(DOUBLE) => [1.0, 2.5]
          1e3 | null => FloatingPoint(DOUBLE) => [1000.0, null]
          NaN | -Infinity => FloatingPoint(DOUBLE) => [NaN, -Infinity]
          true | null => Bool => [true, null]
          "a" | "" => Utf8 => [a, ]
          null | null => Utf8 => [null, null]
          9223372036854775807 | -9223372036854775808 => Int(64, true) => [9223372036854775807, -9223372036854775808]
          1 | 9223372036854775808 => Utf8 => [1, 9223372036854775808]
          0.5 | 9223372036854775808 => FloatingPoint(DOUBLE) => [0.5, 9.223372036854775807E18]
          1 | "a" => Utf8 => [1, a]
          1.50 | true => Utf8 => [1.50, true]
          [1, null] | [] => List<element: Int(64, true)> => [[1, null], []]
          [1] | [0.5] => List<element: FloatingPoint(DOUBLE)> => [[1.0], [0.5]]
          [] | null => List<element: Utf8> => [[], null]
          [[1], null] | [[], [2, 3]] => List<element: List<element: Int(64, true)>> => [[[1], null], [[], [2, 3]]]
          {"a": 1} | {"b": "x"} => Struct<a: Int(64, true), b: Utf8> => [{a=1}, {b=x}]
          {"a": {"b": [1]}} | null => Struct<a: Struct<b: List<element: Int(64, true)>>> => [{a={b=[1]}}, null]
          [{"a": 1}] | [null, {"b": 2}] => List<element: Struct<a: Int(64, true), b: Int(64, true)>> => [[{a=1}], [null, {b=2}]]
          { "a" : [ 1 ] } | 7 => Utf8 => [{ "a" : [ 1 ] }, 7]
          "Zürich \\ud83d\\ude00" | "€" => Utf8 => [Zürich 😀, €]
          """)
  void theTypeHoldsAllValues(String values, String type, String read) throws IOException {
    var parts = values.split(" \\| ", -1);
    var table = read("{\"x\": " + parts[0] + "}", "{\"x\":" + parts[1] + "}", "{}");

    assertThat(Values.types(table)).isEqualTo(Map.of("x", type));
    var column = Values.column(table, "x");
    assertThat(column.remove(2)).isNull();
    assertThat(column.toString().replace("9.223372036854776E18", "9.223372036854775807E18"))
        .isEqualTo(read);
  }

  @Test
  void columnsComeInTheOrderInWhichTheyAreMet() throws IOException {
    var table = read("{\"b\":1}", "", "  ", "{\"a\":\"x\",\"b\":2}", "{}");

    assertThat(Values.types(table))
        .containsExactly(Map.entry("b", "Int(64, true)"), Map.entry("a", "Utf8"));
    assertThat(Values.columns(table.batches()))
        .isEqualTo(Map.of("b", asList(1L, 2L, null), "a", asList(null, "x", null)));
    assertThat(table.rows()).isEqualTo(3);
  }

  @Test
  void whatIsNoRowIsSetAside() throws IOException {
    var table =
        read(
            "{\"a\": 1}",
            "{\"a\": \"text\", \"new\": 1",
            "[1]",
            "",
            "{\"a\": 2} {}",
            "{\"a\": {\"b\": [1, 2, {\"c\": 1, \"c\": 2}]}}",
            "{\"a\": \"\\ud83d\"}",
            "{\"a\": 1e400}",
            "{\"a\": 3}",
            "nonsense");

    assertThat(Values.types(table)).isEqualTo(Map.of("a", "Int(64, true)"));
    assertThat(Values.column(table, "a")).isEqualTo(List.of(1L, 3L));
    assertThat(table.badRows()).isEqualTo(7);
    assertThat(quarantine)
        .extracting(BadRow::line, BadRow::column)
        .containsExactly(
            tuple(2L, "new"),
            tuple(3L, ""),
            tuple(5L, ""),
            tuple(6L, "a.b[].c"),
            tuple(7L, "a"),
            tuple(8L, "a"),
            tuple(10L, ""));
    assertThat(quarantine)
        .extracting(BadRow::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).startsWith("the line ends within a value"),
            reason ->
                assertThat(reason).isEqualTo("a line with an array (expected: a JSON object)"),
            reason -> assertThat(reason).startsWith("more behind the object"),
            reason -> assertThat(reason).startsWith("a key that comes twice"),
            reason -> assertThat(reason).startsWith("half of a surrogate pair"),
            reason -> assertThat(reason).startsWith("the number 1e400"),
            reason -> assertThat(reason).contains("Unrecognized token 'nonsense'"));
    assertThat(quarantine.get(1).bytes()).asString(UTF_8).isEqualTo("[1]");
    assertThat(quarantine.get(1).file()).isEqualTo(directory.resolve("rows.jsonl").toString());
  }

  @Test
  void badBytesAreSetAside() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes("{\"a\":1}\n{\"a\":\"".getBytes(UTF_8));
    bytes.write(0xfc);
    bytes.writeBytes("\"}\r\n{\"a\":\0}\r\n{\"a\":2}\r\n".getBytes(UTF_8));
    var table = scan(file("latin1.jsonl", bytes.toByteArray()));

    assertThat(Values.column(table, "a")).isEqualTo(List.of(1L, 2L));
    assertThat(quarantine).extracting(BadRow::line).containsExactly(2L, 3L);
    assertThat(quarantine.get(0).reason()).contains("Invalid UTF-8");
    assertThat(quarantine.get(1).reason()).startsWith("a NUL byte");
  }

  @Test
  void moreBadLinesThanTheBudgetAllowsFail() throws IOException {
    var file = file("bad.jsonl", "{\"a\":1}\n{\n{\"a\":2}\n[]\n".getBytes(UTF_8));

    assertThat(scan(BadRowBudget.ofFraction(0.5), 1, file).badRows()).isEqualTo(2);
    assertThatThrownBy(() -> scan(BadRowBudget.ofRows(1), 1, file))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_DATA))
        .hasMessageStartingWith(directory + ": 2 of 4 rows cannot be read:")
        .hasMessageContaining(file + ", line 2: the line ends within a value")
        .hasMessageContaining(file + ", line 4: a line with an array")
        .hasMessageContaining("put up with more");
  }

  @Test
  void packedFilesAndByteOrderMarksAreRead() throws IOException {
    var text = "\ufeff{\"a\":1}\n".getBytes(UTF_8);
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(text);
    }
    var table =
        scan(
            file("a.jsonl", text),
            file("b.jsonl.gz", packed.toByteArray()),
            file("c.jsonl.zst", Zstd.compress(text)));

    assertThat(Values.column(table, "a")).isEqualTo(List.of(1L, 1L, 1L));
    assertThat(table.batches().place(1))
        .isEqualTo(directory.resolve("b.jsonl.gz") + ", from line 1 on");
  }

  @Test
  void digestsTheFilesAndNotTheirNames() throws IOException {
    var bytes = "{\"a\":1}".getBytes(UTF_8);
    var digest = HexFormat.of().parseHex(Sha256.hex(bytes));

    assertThat(scan(file("x.jsonl", bytes)).digest())
        .isEqualTo(scan(file("y.jsonl", bytes)).digest())
        .isEqualTo(Sha256.hex(digest));
  }

  /** Lines of very different lengths, some of them longer than a chunk. */
  private Path manyLines(int rows) throws IOException {
    var text = new StringBuilder();
    for (int n = 0; n < rows; n++) {
      text.append(String.format(Locale.ROOT, "{\"n\": %d, \"x\": %s, ", n, n / 3.0));
      text.append("\"pad\": \"")
          .append("p".repeat(n == rows / 2 ? 3 << 20 : n % 97))
          .append("\"}\n");
      if (n % 1_000 == 7) {
        text.append("bad\n\n");
      }
    }
    return file("many.jsonl", text.toString().getBytes(UTF_8));
  }

  @Test
  void anyNumberOfThreadsSeesEveryRowInOrder() throws IOException {
    var file = manyLines(40_000);
    var budget = BadRowBudget.ofRows(100);
    var table = scan(budget, 1, file, file);
    var bad = List.copyOf(quarantine);

    assertThat(table.rows()).isEqualTo(80_000);
    assertThat(table.batches().count()).isGreaterThan(6);
    assertThat(bad).hasSize(80).extracting(BadRow::line).startsWith(9L, 1_011L);
    try (var allocator = new RootAllocator()) {
      var expected = new LocalDataEngine(allocator, 1).aggregate(table.batches(), new RowTrace());
      assertThat(expected.rows().subList(40_000, 80_000))
          .isEqualTo(LongStream.range(0, 40_000).boxed().toList());
      for (int threads : List.of(2, 7)) {
        quarantine.clear();
        var again = scan(budget, threads, file, file);
        assertThat(
                new LocalDataEngine(allocator, threads).aggregate(again.batches(), new RowTrace()))
            .isEqualTo(expected);
        assertThat(quarantine).usingRecursiveComparison().isEqualTo(bad);
      }
    }
  }

  @Test
  void columnsThatAreNotAskedForAreLeftOut() throws IOException {
    var batches =
        read("{\"a\":[{\"x\":1}],\"b\":2,\"c\":{\"d\":3}}", "{\"c\":{\"d\":4}}").batches();

    assertThat(Values.columns(batches.only(Set.of("b", "nothing"))))
        .isEqualTo(Map.of("b", asList(2L, null)));
    assertThat(Values.columns(batches.only(Set.of("c"))))
        .isEqualTo(Map.of("c", List.of(Map.of("d", 3L), Map.of("d", 4L))));
  }

  @Test
  void noticesThatAFileHasChanged() throws IOException {
    var table = read("{\"a\": 1}", "{\"a\": 2}");
    var file = file("rows.jsonl", "{\"a\": 1}\n{\"a\": 3}".getBytes(UTF_8));

    assertThatThrownBy(() -> Values.columns(table.batches()))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.FAILED_PRECONDITION))
        .hasMessageContaining(file + ": changed while it was read");
  }

  @Test
  void noticesThatAFileGrowsWhileItIsDigested() throws IOException {
    var file = file("rows.jsonl", "{\"a\": 1}\n".getBytes(UTF_8));
    FileDigests growing =
        path -> {
          Files.writeString(path, "{\"a\": 2}\n", StandardOpenOption.APPEND);
          return Sha256.of(path);
        };

    assertThatThrownBy(
            () ->
                JsonTable.scan(
                    new SourceFiles(file, List.of(file)),
                    BadRowBudget.NONE,
                    1,
                    quarantine::add,
                    growing))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.FAILED_PRECONDITION))
        .hasMessageContaining(
            file + ": changed while it was read (it had 9 bytes, and now has 18)");
  }

  @Test
  void integersThatNoDoubleHoldsAreSetAside() throws IOException {
    var large = "1" + "0".repeat(309);
    var table = read("{\"a\": 0.5}", "{\"a\": " + large + "}");

    assertThat(Values.column(table, "a")).isEqualTo(List.of(0.5));
    assertThat(quarantine).singleElement().extracting(BadRow::column).isEqualTo("a");
    assertThat(quarantine.get(0).reason()).startsWith("the number " + large);
  }

  @Test
  void refusesKeysThatAreValues() {
    assertThatThrownBy(
            () -> {
              var lines = new String[10_001];
              for (int i = 0; i < lines.length; i++) {
                lines[i] = "{\"id" + i + "\": 1}";
              }
              read(lines);
            })
        .hasMessageContaining("more than 10000 different keys by line 10001");
  }

  @Test
  void aFileWithoutRowsIsRefused() {
    assertThatThrownBy(() -> read("", " "))
        .hasMessageContaining(directory + ": no rows (expected: at least one JSON object");
  }

  @Test
  void nullsInsideStructsStayNull() throws IOException {
    var row = new LinkedHashMap<String, Object>();
    row.put("y", 1L);

    assertThat(Values.column(read("{\"s\":{\"x\":null,\"y\":1}}", "{\"s\":{}}"), "s"))
        .isEqualTo(List.of(row, Map.of()));
  }

  @Test
  void deeperValuesThanReadersOfArrowTakeAreSetAside() throws IOException {
    var fits = "{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}";
    var lists = "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}";
    var objects = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
    var table = read(fits, lists, objects);

    assertThat(table.rows()).isEqualTo(1);
    assertThat(quarantine)
        .extracting(BadRow::line, BadRow::reason)
        .containsExactly(
            tuple(2L, "objects or lists of more than 64 levels (expected: at most 64 levels)"),
            tuple(3L, "objects or lists of more than 64 levels (expected: at most 64 levels)"));
  }

  @Test
  void theOnlyBadLineIsToldWithOneExpectation() throws IOException {
    var file = file("rows.jsonl", "{\"a\":1}\n{\"a\"".getBytes(UTF_8));

    assertThatThrownBy(() -> scan(BadRowBudget.NONE, 1, file))
        .hasMessage(
            file
                + ", line 2, column 'a': the line ends within a value (expected: a whole JSON object);"
                + " correct these rows, or put up with some bad ones (--max-bad-rows, or withBadRows"
                + " of a component); none is left out unasked");
  }
}
