package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import de.siegmar.fastcsv.reader.CsvReader;
import io.tributary.api.ExecutionFailure;
import io.tributary.data.source.BadRow;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.arrow.memory.RootAllocator;

/** Chunks and threads must not show, whatever the file. */
class ParallelCsvTest {
  private static final int WHOLE = 1 << 20;

  private static Path directory = Path.of("");

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("parallel-csv");
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  @Property(tries = 250)
  void soundFilesAreReadAlikeInChunksOfAnySize(
      @ForAll("tables") List<List<String>> table,
      @ForAll("lineEnds") String lineEnd,
      @ForAll @IntRange(min = 1, max = 60) int chunk,
      @ForAll @IntRange(min = 1, max = 3) int threads)
      throws IOException {
    var text = written(table, lineEnd);
    var read = rows(scan(text, chunk, threads, new ArrayList<>()));

    assertThat(read).isEqualTo(rows(scan(text, WHOLE, 1, new ArrayList<>())));
    assertThat(read).isEqualTo(table.subList(1, table.size()));
    assertThat(read).isEqualTo(withFastCsv(text)).isEqualTo(withJackson(text));
  }

  @Property(tries = 700)
  void filesOfAnyKindAreReadOrRefusedAlikeInChunksOfAnySize(
      @ForAll("nasty") String text,
      @ForAll @IntRange(min = 1, max = 60) int chunk,
      @ForAll @IntRange(min = 1, max = 3) int threads)
      throws IOException {
    assertThat(outcome("a,b\n" + text, chunk, threads))
        .isEqualTo(outcome("a,b\n" + text, WHOLE, 1));
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    var field =
        Arbitraries.of("a", "1", "1,2", ",", "\"", "\n", "\r\n", "x\ny,z\n", "é", "🚕", " ", "text")
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(parts -> "t" + String.join("", parts));
    return Arbitraries.integers()
        .between(2, 4)
        .flatMap(columns -> field.list().ofSize(columns).list().ofMinSize(2).ofMaxSize(20))
        .map(ParallelCsvTest::withNames);
  }

  private static List<List<String>> withNames(List<List<String>> rows) {
    var all = new ArrayList<List<String>>();
    all.add(List.of("c0", "c1", "c2", "c3").subList(0, rows.get(0).size()));
    all.addAll(rows);
    return all;
  }

  @Provide
  Arbitrary<String> lineEnds() {
    return Arbitraries.of("\n", "\r\n", "\r");
  }

  @Provide
  Arbitrary<String> nasty() {
    return Arbitraries.of(
            "a",
            "1,2\n",
            "3,x\n",
            ",",
            "\"",
            "\"\"",
            "\n",
            "\r\n",
            "\r",
            "\0",
            "é",
            "\"p\nq\",1\n",
            "0123456789",
            "5,\"u,v\n\n\"\r\n",
            "7,8,9\n",
            "NA,1\n")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  private static String written(List<List<String>> table, String lineEnd) {
    var text = new StringBuilder();
    for (var row : table) {
      for (int f = 0; f < row.size(); f++) {
        var field = row.get(f);
        boolean quoted =
            field.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
                || field.endsWith(" ")
                || field.length() % 3 == 2;
        text.append(f == 0 ? "" : ",")
            .append(quoted ? '"' + field.replace("\"", "\"\"") + '"' : field);
      }
      text.append(lineEnd);
    }
    return text.toString();
  }

  private static List<List<String>> withFastCsv(String text) {
    var rows = new ArrayList<List<String>>();
    CsvReader.builder().ofCsvRecord(text).forEach(record -> rows.add(record.getFields()));
    return rows.subList(1, rows.size());
  }

  private static List<List<String>> withJackson(String text) throws IOException {
    var rows = new ArrayList<List<String>>();
    try (var all =
        new CsvMapper()
            .readerForListOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .<List<String>>readValues(text)) {
      all.forEachRemaining(rows::add);
    }
    return rows.subList(1, rows.size());
  }

  /** Everything that is told about a file: its table, or its failure; and its bad rows. */
  private static String outcome(String text, int chunk, int threads) throws IOException {
    var bad = new ArrayList<BadRow>();
    var told = new StringBuilder();
    try {
      var table = scan(text, chunk, threads, bad);
      told.append(table.schema())
          .append(table.hints())
          .append(table.rows())
          .append(table.badRows())
          .append(table.digest())
          .append(rows(table));
    } catch (ExecutionFailure e) {
      told.append(e.getMessage());
    }
    for (var row : bad) {
      told.append('\n')
          .append(row.line())
          .append(row.column())
          .append(row.reason())
          .append(new String(row.bytes(), UTF_8));
    }
    return told.toString();
  }

  private static CsvTable scan(String text, int chunk, int threads, List<BadRow> bad)
      throws IOException {
    var file = Files.writeString(directory.resolve("data.csv"), text);
    return CsvScan.table(
        SourceFiles.at(file, List.of()),
        CsvOptions.defaults().withDelimiter(","),
        BadRowBudget.ofRows(1_000),
        threads,
        bad::add,
        chunk);
  }

  private static List<List<String>> rows(CsvTable table) throws IOException {
    var rows = new ArrayList<List<String>>();
    try (var allocator = new RootAllocator();
        var cursor = table.batches().open(allocator)) {
      for (int b = 0; b < table.batches().count(); b++) {
        var batch = cursor.load(b);
        for (int r = 0; r < batch.getRowCount(); r++) {
          var row = new ArrayList<String>();
          for (var column : batch.getFieldVectors()) {
            row.add(String.valueOf(column.getObject(r)));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }
}
