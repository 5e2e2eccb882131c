package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of data and options of which no model can be made: one clear error each. */
class BadModelInputTest {
  private static final int USAGE = 2;
  private static final int FAILED = 1;
  private static final int ROWS = 90;

  @TempDir private Path directory;

  /**
   * A case.
   *
   * @param csv what is read
   * @param options beside the data, the home and {@code --out}
   * @param said all of it
   */
  private record Case(String name, String csv, String options, int exitCode, List<String> said) {
    static Case of(String name, String csv, String options, int exitCode, String... said) {
      return new Case(name, csv, options, exitCode, List.of(said));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static String table(String header, IntFunction<String> row) {
    return rows(header, ROWS, row);
  }

  private static String rows(String header, int rows, IntFunction<String> row) {
    var text = new StringBuilder(header).append('\n');
    for (int i = 0; i < rows; i++) {
      text.append(row.apply(i)).append('\n');
    }
    return text.toString();
  }

  static Stream<Case> cases() {
    var good = table("x,word,y", i -> i + ",w" + i % 5 + "," + i % 2);
    return Stream.of(
        Case.of(
            "a label that is no column",
            good,
            "--label Z",
            USAGE,
            "no column 'Z' in ",
            "data.csv (expected: one of ['x', 'y', 'word']); correct the name of the label"),
        Case.of(
            "labels that are no columns",
            good,
            "--label words --label y --label why",
            USAGE,
            "no column 'words'",
            "no column 'why'"),
        Case.of("no label", good, "", USAGE, "--label: none"),
        Case.of("a label twice", good, "--label y --label y", USAGE, "labels: [y, y]"),
        Case.of(
            "labels of one class",
            table("x,y", i -> i + ",same"),
            "--label y",
            FAILED,
            "'same' in all",
            "at least two classes"),
        Case.of(
            "labels of one number",
            table("x,y", i -> i + ",5.5"),
            "--label y",
            FAILED,
            "5.5 in all"),
        Case.of(
            "labels that are all missing",
            table("x,y", i -> i + ","),
            "--label y",
            FAILED,
            "label: [y] missing in all",
            "what spells a missing value"),
        Case.of(
            "labels without end",
            table("x,y", i -> i + "," + (i % 9 == 0 ? "inf" : i + ".5")),
            "--label y",
            FAILED,
            "label 'y_label': a row without a number"),
        Case.of(
            "texts as truth values",
            good,
            "--label word --task binary",
            FAILED,
            "label 'word': texts (expected: numbers, 0 or 1)",
            "learn it as one of several classes"),
        Case.of(
            "several labels, of which one is a text",
            good,
            "--label y --label word",
            FAILED,
            "label 'word_label': one of 2 labels"),
        Case.of("a header alone", "x,y\n", "--label y", FAILED, "a header and no rows"),
        Case.of(
            "one row", "x,y\n1,2\n", "--label y", FAILED, "rows: 0 of 1 (expected: at least 1)"),
        Case.of("nothing", "", "--label y", USAGE, "data.csv: an empty file"),
        Case.of(
            "features that are the same everywhere",
            table("x,y", i -> "7," + i % 2),
            "--label y",
            FAILED,
            "columns: none of use: column 'x': it is the same in all rows"),
        Case.of(
            "features without any number",
            table("x,y", i -> "nan," + i % 2),
            "--label y",
            FAILED,
            "columns: none of use: column 'x': it is the same"),
        Case.of("no trial", good, "--label y --trials 0", USAGE, "trials: 0"),
        Case.of("no time", good, "--label y --for 0s", USAGE, "more than no time"),
        Case.of(
            "no trial at a time",
            good,
            "--label y --parallel-trials 0",
            USAGE,
            "parallelTrials: 0"),
        Case.of(
            "a metric that is none",
            good,
            "--label y --metric best",
            USAGE,
            "objective: best (expected: a metric"),
        Case.of(
            "a metric of another task",
            good,
            "--label x --metric auc",
            FAILED,
            "auc for a regression"),
        Case.of(
            "a delimiter of two characters",
            good,
            "--label y --delimiter ;;",
            USAGE,
            "delimiter: ';;'"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefused(Case bad) throws IOException {
    var data = Files.writeString(directory.resolve("data.csv"), bad.csv());
    var model = directory.resolve("model");
    var arguments = new ArrayList<>(List.of("model", "auto", data.toString()));
    if (!bad.options().isEmpty()) {
      arguments.addAll(List.of(bad.options().split(" ")));
    }
    arguments.addAll(
        List.of("--home", directory.resolve("home").toString(), "--out", model.toString()));
    if (!bad.options().contains("--trials") && !bad.options().contains("--for")) {
      arguments.addAll(List.of("--trials", "1"));
    }
    var printed = new StringWriter();
    int exitCode =
        Tributary.execute(
            new PrintWriter(printed), new PrintWriter(printed), arguments.toArray(String[]::new));
    assertThat(printed.toString()).contains(bad.said()).doesNotContain("\tat ");
    assertThat(exitCode).as(printed.toString()).isEqualTo(bad.exitCode());
    assertThat(model).doesNotExist();
  }
}
