package io.tributary.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Console;
import io.tributary.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelEvaluateCommandTest {
  private static final String TIPS =
      "tipped,score,other,kind,fare\n"
          + "1,0.9,0.2,Card,10\n0,0.8,0.1,Card,20\n1,0.6,0.3,Card,30\n"
          + "0,0.1,0.9,Cash,40\n0,0.2,0.8,Cash,50\n0,0.7,0.7,,60\n";

  @TempDir private Path directory;

  private String write(String text) throws IOException {
    return Files.writeString(directory.resolve("rows.csv"), text).toString();
  }

  @Test
  void printsMetricsOfAllRowsAndOfSlices() throws IOException {
    var rows = write(TIPS);
    var result =
        Console.call(
            "model",
            "evaluate",
            rows,
            "--label",
            "tipped",
            "--score",
            "score",
            "--slice",
            "kind",
            "--slice",
            "fare at 35",
            "--metric",
            "precision@0.85",
            "--baseline-score",
            "other");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .containsPattern("METRIC +VALUE +BASELINE\n")
        .containsPattern("auc +0\\.75 +0\\.25\n")
        .containsPattern("precision@0.85 +1 +0\n")
        .containsPattern("kind=Cash +2 +undefined")
        .containsPattern("fare=below 35.0 +3 ");
  }

  @Test
  void exitsWith3IfARequirementFailsAndWritesWhatWasFound() throws IOException {
    var rows = write(TIPS);
    var out = directory.resolve("evaluation");
    var result =
        Console.call(
            "model",
            "evaluate",
            rows,
            "--label",
            "tipped",
            "--score",
            "score",
            "--require",
            "auc >= 0.7",
            "--require",
            "gap of false_positive_rate between kind <= 0.1",
            "--out",
            out.toString());
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.NOT_BLESSED);
    assertThat(result.out())
        .contains("passed  auc on overall: 0.75 (as required: >= 0.7)")
        .contains("FAILED  gap of false_positive_rate between kind: 1 (expected: <= 0.1)");
    assertThat(out.resolve("metrics.json")).content().contains("\"auc\" : 0.75");
    assertThat(out.resolve("report.html")).content().contains("gap of false_positive_rate");
  }

  @Test
  void patternsNameTheColumnsOfClassesAndLabels() throws IOException {
    var classes =
        write("kind,p:a,p:b,p:c\na,0.7,0.2,0.1\nb,0.5,0.4,0.1\nc,0.1,0.2,0.7\nd,0.9,0.05,0.05\n");
    var result =
        Console.call("model", "evaluate", classes, "--label", "kind", "--score", "p:*", "--json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("\"task\" : \"multiclass_classification\"")
        .contains("\"accuracy\" : 0.5")
        .contains("\"unknown_label_count\" : 1")
        .contains("\"recall[b]\" : 0");

    var labels = write("l:x,l:y,s:x,s:y\n1,0,0.9,0.1\n0,1,0.8,0.9\n");
    var several =
        Console.call("model", "evaluate", labels, "--label", "l:*", "--score", "s:*", "--json");
    assertThat(several.exitCode()).as(several.err()).isZero();
    assertThat(several.out()).contains("\"exact_match\" : 0.5", "\"precision[x]\" : 0.5");
  }

  @Test
  void classesThatAreIntegersAreNames() throws IOException {
    var rows =
        write("kind,p/0,p/1,p/-12\n0,1,0,0\n1,0,1,0\n-12,0,0,1\n-12,0,1,0\n7,1,0,0\n,1,0,0\n");
    var judged = Console.call("model", "evaluate", rows, "--label", "kind", "--score", "p/*");
    assertThat(judged.exitCode()).as(judged.err()).isZero();
    assertThat(judged.out())
        .containsPattern("example_count +5\n")
        .containsPattern("accuracy +0\\.6\n")
        .containsPattern("recall\\[-12] +0\\.5\n")
        .contains("1 row without a label\n")
        .contains("1 row with a label that is no class of the model, counted as predicted wrongly");

    var halves = write("kind,p/0,p/1\n0.5,1,0\n1,0,1\n");
    assertThat(Console.call("model", "evaluate", halves, "--label", "kind", "--score", "p/*").err())
        .contains("label column 'kind': FloatingPoint(DOUBLE) (expected: text or an integer, the")
        .containsOnlyOnce("(expected");
  }

  @Test
  void saysWhereNoRowHasALabel() throws IOException {
    var rows = write("tipped,score\n,0.2\n,0.3\n");
    var judged = Console.call("model", "evaluate", rows, "--label=tipped", "--score=score");
    assertThat(judged.exitCode()).as(judged.err()).isZero();
    assertThat(judged.out())
        .contains("2 rows without a label and none with one: nothing is judged");
  }

  @Test
  void judgesNumbersAndRankings() throws IOException {
    var fares = write("fare,guess,q\n10,12,a\n20,19,a\n30,30,b\n");
    var regression =
        Console.call(
            "model",
            "evaluate",
            fares,
            "--task",
            "regression",
            "--label",
            "fare",
            "--score",
            "guess");
    assertThat(regression.out()).containsPattern("mean_absolute_error +1\n");
    var ranking =
        Console.call(
            "model", "evaluate", fares, "--query", "q", "--label", "fare", "--score", "guess");
    assertThat(ranking.exitCode()).as(ranking.err()).isZero();
    assertThat(ranking.out()).containsPattern("query_count +1\n").containsPattern("ndcg@5 +1\n");
  }

  @Test
  void mistakesOfTheCommandLineAreToldAsSuch() throws IOException {
    var rows = write(TIPS);
    String[][] wrong = {
      {"--score", "score"},
      {"--label", "tipped", "--score", "p:*"},
      {"--label", "tipped", "--score", "score", "--require", "auc above 0.9"},
      {"--label", "tipped", "--score", "score", "--require", "r_squared >= 0.9"},
      {"--label", "tipped", "--score", "score", "--slice", "fare > 3"},
      {"--label", "tipped", "--score", "score", "--confidence", "2"},
      {"--label", "tipped", "--score", "score", "--baseline", "model"},
      {"--label", "tipped", "--score", "score", "--importance", "500"},
    };
    for (var options : wrong) {
      var arguments = new String[3 + options.length];
      arguments[0] = "model";
      arguments[1] = "evaluate";
      arguments[2] = rows;
      System.arraycopy(options, 0, arguments, 3, options.length);
      var result = Console.call(arguments);
      assertThat(result.exitCode()).as(String.join(" ", options)).isEqualTo(ExitCode.USAGE);
      assertThat(result.err()).contains("expected");
    }
  }
}
