package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Labels that {@code model evaluate} lacks, or does not know, of models of {@code model auto}. */
class AutoLabelsTest {
  private static final int ROWS = 240;
  private static final String NO_TRUTH =
      "label.onnx of [y], row 3 of these: label 5.0 (expected: 0, 1 or missing)";

  @TempDir private Path directory;
  private String printed = "";

  /**
   * A kind of label.
   *
   * @param labels what a row may be labelled
   * @param missing how a row has none
   * @param counted what is told of rows of which two have a label
   * @param unknown no label
   * @param said of rows with that one
   * @param exitCode with that one
   */
  private record Case(
      String name,
      String file,
      String header,
      String row,
      List<String> labels,
      String missing,
      String counted,
      String unknown,
      String said,
      int exitCode) {
    @Override
    public String toString() {
      return name;
    }

    private static Case csv(
        String name, List<String> labels, String counted, String unknown, String said, int code) {
      return new Case(
          name, "rows.csv", "x,y\n", "%d,%s\n", labels, "", counted, unknown, said, code);
    }
  }

  static Stream<Case> cases() {
    var unknown = "unknown_label_count";
    return Stream.of(
        Case.csv("0 or 1", List.of("0", "1"), "example_count", "5", NO_TRUTH, 2),
        new Case(
            "bool",
            "rows.jsonl",
            "",
            "{\"x\": %d, \"y\": %s}\n",
            List.of("false", "true"),
            "null",
            "example_count",
            "5",
            "label.onnx: column 'y' of type Utf8",
            2),
        Case.csv("two texts", List.of("no", "yes"), "example_count", "maybe", unknown, 0),
        Case.csv("texts", List.of("a", "b", "c"), "example_count", "d", unknown, 0),
        Case.csv(
            "numbers", List.of("1.5", "2.5", "4"), "example_count", "1e101", "label Infinity", 2));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void countsRowsWithoutALabelAndTellsOfThoseThatItDoesNotKnow(Case each) throws IOException {
    var model = directory.resolve("model").toString();
    var training =
        IntStream.range(0, ROWS).mapToObj(i -> each.labels.get(i % each.labels.size())).toList();
    assertThat(
            call(
                "model",
                "auto",
                file(each, training),
                "--home=" + directory.resolve("home"),
                "--label=y",
                "--trials=2",
                "--out=" + model))
        .as(printed)
        .isZero();

    var blank = List.of(each.labels.get(0), each.missing, each.missing, each.labels.get(1));
    assertThat(call("model", "evaluate", file(each, blank), "--model", model)).as(printed).isZero();
    assertThat(printed).contains("2 rows without a label").containsPattern(each.counted + " +2\n");
    assertThat(call("model", "evaluate", file(each, blank), "--model", model, "--json"))
        .as(printed)
        .isZero();
    assertThat(printed).contains("\"unlabelled_rows\" : 2");

    var odd = List.of(each.labels.get(0), each.labels.get(1), each.unknown);
    assertThat(call("model", "evaluate", file(each, odd), "--model", model))
        .as(printed)
        .isEqualTo(each.exitCode);
    assertThat(printed).contains(each.said);
  }

  private String file(Case each, List<String> labels) throws IOException {
    var text = new StringBuilder(each.header);
    for (int i = 0; i < labels.size(); i++) {
      text.append(String.format(each.row, i % 7, labels.get(i)));
    }
    return Files.writeString(directory.resolve(each.file), text).toString();
  }

  private int call(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode = Tributary.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    printed = out.toString() + err;
    return exitCode;
  }
}
