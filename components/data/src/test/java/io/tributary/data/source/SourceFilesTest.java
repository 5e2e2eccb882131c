package io.tributary.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFilesTest {
  @TempDir Path directory;

  private void make(String... names) throws IOException {
    for (var name : names) {
      Files.createDirectories(directory.resolve(name).getParent());
      Files.writeString(directory.resolve(name), name);
    }
  }

  private List<String> found(String input) throws IOException {
    return SourceFiles.at(directory.resolve(input), List.of(".csv", ".csv.gz")).files().stream()
        .map(file -> directory.relativize(file).toString())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          .              | a.csv b.CSV c.csv.gz
          a.csv          | a.csv
          d.txt          | d.txt
          *.csv          | a.csv
          *              | a.csv b.CSV c.csv.gz d.txt
          ?.{csv,txt}    | a.csv d.txt
          [ab].*         | a.csv b.CSV
          x/*.csv        | x/e.csv
          */*.csv        | x/e.csv
          **.csv         | a.csv x/e.csv x/y/f.csv
          **/*.csv       | a.csv x/e.csv x/y/f.csv
          x/**/*.csv     | x/e.csv x/y/f.csv
          x/**/y/**/*    | x/y/f.csv
          **/y/{e,f}.csv | x/y/f.csv
          x/**           | x/e.csv x/y/f.csv
          """)
  void filesAreFoundInTheOrderOfTheirNames(String input, String expected) throws IOException {
    make(
        "d.txt",
        "c.csv.gz",
        "b.CSV",
        "a.csv",
        ".h.csv",
        "x/e.csv",
        "x/y/f.csv",
        "x/.z/g.csv",
        ".w/i.csv");

    assertThat(String.join(" ", found(input))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          latest/*.csv | latest/a.csv
          */*.csv      | latest/a.csv other/b.csv
          **/*.csv     | day/1/a.csv other/b.csv
          """)
  void linksToDirectoriesAreFollowedAndEachFileIsReadOnce(String input, String expected)
      throws IOException {
    make("day/1/a.csv", "other/b.csv");
    Files.createSymbolicLink(directory.resolve("latest"), directory.resolve("day/1"));
    Files.createSymbolicLink(directory.resolve("other/up"), directory);
    Files.createSymbolicLink(directory.resolve("other/gone"), directory.resolve("nowhere"));

    assertThat(String.join(" ", found(input))).isEqualTo(expected);
  }

  @Test
  void aFileWhoseNameLooksLikeAPatternIsAFile() throws IOException {
    make("a[1].csv", "a1.csv");

    assertThat(found("a[1].csv")).containsExactly("a[1].csv");
  }

  @Test
  void whatCanBeReadOnlyOnceIsRefused() {
    var device = Path.of("/dev/null");
    assumeThat(device).exists();

    assertThatThrownBy(() -> SourceFiles.at(device, List.of(".csv")))
        .hasMessageContaining("/dev/null: a pipe or a device (expected: a file");
  }

  @Test
  void aPatternThatMatchesNothingIsRefused() throws IOException {
    make("a.csv");

    assertThatThrownBy(() -> found("*.tsv"))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("*.tsv: matches no file (expected: at least one file below ")
        .extracting(e -> ((ExecutionFailure) e).code())
        .isEqualTo(Code.NOT_FOUND);
    assertThatThrownBy(() -> found("nowhere/*.csv")).hasMessageContaining("nowhere: no such file");
  }

  @Test
  void aDirectoryWithoutSuchFilesNamesThePatternForThoseFurtherDown() throws IOException {
    make("x/e.csv");

    assertThatThrownBy(() -> found("."))
        .hasMessageContaining("1 entry, 'x' (expected: at least one file that ends with .csv")
        .hasMessageContaining("**.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a[.csv", "x/{a,b.csv"})
  void whatIsNeitherFileNorPatternIsRefused(String input) {
    assertThatThrownBy(() -> found(input))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining(input + ": no such file, and no pattern (Missing '")
        .hasMessageContaining("(expected: a file, or a pattern");
  }

  @Test
  void nothingIsNotTheCurrentDirectory() {
    assertThatThrownBy(() -> SourceFiles.at(Path.of(""), List.of(".csv")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("'': an empty path (expected: a file, a directory or a pattern)");
  }
}
