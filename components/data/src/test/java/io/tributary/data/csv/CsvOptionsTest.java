package io.tributary.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvOptionsTest {
  @TempDir Path directory;

  private CsvTable scan(String text, CsvOptions options) throws IOException {
    var file = Files.writeString(directory.resolve("data.csv"), text);
    return CsvTable.scan(SourceFiles.at(file, List.of()), options);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void theDelimiterThatWasFoundIsTold() throws IOException {
    var table = scan("a;b,c\n1;2\n3;4\n", CsvOptions.defaults());

    assertThat(table.options().delimiter()).isEqualTo(";");
    assertThat(table.names()).containsExactly("a", "b,c");
  }

  @Test
  void theDelimiterIsFoundInAVeryLongHeader() throws IOException {
    var names = IntStream.range(0, 10_000).mapToObj(n -> "a rather long name " + n + "; yes");
    var header = names.collect(Collectors.joining("\t"));
    var table = scan(header + "\n" + "\t".repeat(9_999) + "1\n", CsvOptions.defaults());

    assertThat(table.options().delimiter()).isEqualTo("\t");
    assertThat(table.names()).hasSize(10_000);
  }

  @Test
  void aNamedDelimiterIsNotQuestioned() throws IOException {
    assertThat(scan("a;b,c\n1;2,3\n", CsvOptions.defaults().withDelimiter(",")).names())
        .containsExactly("a;b", "c");
  }

  @Test
  void anotherQuoteIsUnderstood() throws IOException {
    var options = CsvOptions.defaults().withQuote("'");

    assertThat(CsvTableTest.rows(scan("a,b\n'x,\n''y''',1\n\"z,2\n", options)))
        .containsExactly(row("x,\n'y'", 1L), row("\"z", 2L));
  }

  @Test
  void withoutAQuoteNothingIsQuoted() throws IOException {
    var options = CsvOptions.defaults().withQuote("");

    assertThat(CsvTableTest.rows(scan("a,b\n\"x\",1\n5\" pipe,2\n", options)))
        .containsExactly(row("\"x\"", 1L), row("5\" pipe", 2L));
  }

  @Test
  void givenNamesMakeTheFirstRecordARow() throws IOException {
    var options = CsvOptions.defaults().withNames(List.of("a", "b"));
    Files.writeString(directory.resolve("0.csv"), "\ufeff1,x\n");
    Files.writeString(directory.resolve("1.csv"), "");
    Files.writeString(directory.resolve("2.csv"), "2,y\n");
    var table = CsvTable.scan(SourceFiles.at(directory, List.of(".csv")), options);

    assertThat(table.schema().getFields()).extracting(f -> f.getName()).containsExactly("a", "b");
    assertThat(CsvTableTest.rows(table)).containsExactly(row(1L, "x"), row(2L, "y"));
    assertThatThrownBy(() -> scan("1,2,3\n", options))
        .hasMessageContaining("line 1: 3 fields")
        .hasMessageContaining("(expected: 2 fields, as there are names)");
  }

  @Test
  void declaredSpellingsAreMissingInEveryColumn() throws IOException {
    var table =
        scan(
            "n,s,t\n1,NA,\"NA\"\nNA,x,-\n,na,y\n",
            CsvOptions.defaults().withMissing("NA").withMissing("-"));

    assertThat(table.types()).containsExactly(ColumnType.INT64, ColumnType.UTF8, ColumnType.UTF8);
    assertThat(table.hints()).isEmpty();
    assertThat(CsvTableTest.rows(table))
        .containsExactly(row(1L, null, null), row(null, "x", null), row(null, "na", "y"));
  }

  @Test
  void declaredSpellingsAreMissingWhereATypeIsDemanded() throws IOException {
    var options = CsvOptions.defaults().withMissing("?").withType("n", ColumnType.FLOAT64);

    assertThat(CsvTableTest.rows(scan("n,m\n1,1\n?,2\n", options)))
        .containsExactly(row(1.0, 1L), row(null, 2L));
  }

  @Test
  void moreNamesThanFieldsAreKeptAreRefused() {
    var names = IntStream.range(0, 16_385).mapToObj(Integer::toString).toList();

    assertThatThrownBy(() -> CsvOptions.defaults().withNames(names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names: 16385 (expected: at most 16384)");
  }

  @Test
  void typesCanBeSetTogether() throws IOException {
    var options =
        CsvOptions.defaults()
            .withType("m", ColumnType.INT64)
            .withTypes(Map.of("n", ColumnType.UTF8));

    assertThat(scan("n,m\n1,1\n", options).types())
        .containsExactly(ColumnType.UTF8, ColumnType.INT64);
    assertThat(options.types()).containsOnlyKeys("n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "\n", ",", "é"})
  void quotesThatCannotBeAreRefused(String quote) {
    assertThatThrownBy(() -> CsvOptions.defaults().withDelimiter(",").withQuote(quote))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quote: '" + quote + "' (expected: one ASCII character");
  }

  @Test
  void namesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> CsvOptions.defaults().withNames(List.of("a", "a")))
        .hasMessageContaining("names: [a, a] (expected: a name of its own");
    assertThatThrownBy(() -> CsvOptions.defaults().withNames(List.of("a", "")))
        .hasMessageContaining("names: [a, ]");
  }

  @Test
  void chunksDoNotShowInBatches() throws IOException {
    var text = new StringBuilder("n,s\n");
    for (int i = 0; i < 40_000; i++) {
      text.append(i).append(i % 3 == 0 ? ",\"a\nb\"\n" : i % 1_000 == 1 ? "\n" : ",é\r\n");
    }
    var file = Files.writeString(directory.resolve("data.csv"), text);
    var digests = new ArrayList<Object>();
    for (int chunk : new int[] {1 << 20, 777, 10_000}) {
      var table =
          CsvScan.table(
              SourceFiles.at(file, List.of()),
              CsvOptions.defaults(),
              BadRowBudget.ofFraction(0.5),
              2,
              row -> {},
              chunk);
      var places = new ArrayList<String>();
      for (int b = 0; b < table.batches().count(); b++) {
        places.add(table.batches().place(b));
      }
      digests.add(places + table.digest() + table.badRows() + CsvTableTest.rows(table));
    }

    assertThat(digests.get(1)).isEqualTo(digests.get(0));
    assertThat(digests.get(2)).isEqualTo(digests.get(0));
    assertThat(digests.get(0).toString()).contains("data.csv, rows from line 2 on");
  }
}
