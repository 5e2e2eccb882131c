package io.tributary.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.data.csv.ColumnType;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.source.BadRow;
import io.tributary.data.source.BadRowBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  @TempDir Path directory;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static List<String> columns(Path input, SourceOptions options) throws IOException {
    return Sources.open(input, options, row -> {}).schema().getFields().stream()
        .map(Field::getName)
        .toList();
  }

  @Test
  void theEndingOfTheNameTellsTheFormat() throws IOException {
    assertThat(Format.of(Path.of("x.CSV.gz"))).contains(Format.CSV);
    assertThat(Format.of(Path.of("x.tsv"))).contains(Format.TSV);
    assertThat(Format.of(Path.of("csv"))).isEmpty();
    assertThat(columns(write("a.tsv", "a,b\tc\n1\t2\n"), SourceOptions.defaults()))
        .containsExactly("a,b", "c");
  }

  private static Optional<List<String>> beginning(Path input) throws IOException {
    return Sources.columns(
        Sources.files(input, SourceOptions.defaults()), SourceOptions.defaults());
  }

  @Test
  void theBeginningOfAFileTellsItsColumnsWhateverTheRowsAre() throws IOException {
    var broken = "a;b\n" + "1;2\n".repeat(200_000) + "1;2;3\n";

    assertThat(beginning(write("a.csv", broken))).contains(List.of("a", "b"));
    assertThat(beginning(write("a.tsv", "a;b\tc\n\"\n"))).contains(List.of("a;b", "c"));
    var packed = directory.resolve("a.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(broken.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(beginning(packed)).contains(List.of("a", "b"));
    assertThat(beginning(write("a.jsonl", "{\"a\": 1}\n"))).isEmpty();
  }

  @Test
  void aNamedFormatIsTakenWhateverTheName() throws IOException {
    var file = write("data.txt", "a,b\n1,2\n");

    assertThat(columns(file, SourceOptions.defaults().withFormat(Format.CSV)))
        .containsExactly("a", "b");
    assertThatThrownBy(() -> columns(file, SourceOptions.defaults()))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining(
            "data.txt: a name that tells no format (expected: an ending of [.csv");
  }

  @Test
  void filesOfSeveralFormatsAreRefusedUnlessOneIsNamed() throws IOException {
    write("a.csv", "a\n1\n");
    write("b.tsv", "a\n1\n");

    assertThatThrownBy(() -> columns(directory, SourceOptions.defaults()))
        .hasMessageContaining("files of several formats")
        .hasMessageContaining("*.csv");
    assertThat(Sources.files(directory, SourceOptions.defaults().withFormat(Format.TSV)).files())
        .containsExactly(directory.resolve("b.tsv"));
  }

  @Test
  void optionsReachTheReader() throws IOException {
    var file = write("a.csv", "a;b\n1;NA\nx;2\n");
    var bad = new ArrayList<BadRow>();
    var options =
        SourceOptions.defaults()
            .withThreads(2)
            .withCsv(CsvOptions.defaults().withMissing("NA").withType("a", ColumnType.INT64))
            .withBudget(BadRowBudget.ofFraction(0.5));
    var table = Sources.open(file, options, bad::add);

    assertThat(table.rows()).isEqualTo(1);
    assertThat(table.badRows()).isEqualTo(1);
    assertThat(bad).extracting(BadRow::line).containsExactly(3L);
    assertThatThrownBy(() -> SourceOptions.defaults().withThreads(0))
        .hasMessageContaining("threads: 0");
  }
}
