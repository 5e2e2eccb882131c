package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.components.tuner.Leaderboard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tributary model auto}: from a table to a model. */
class AutoModelTest {
  private static final Path PENGUINS = Path.of("data", "penguins", "penguins.csv");
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv");

  @TempDir private Path directory;
  private String printed = "";

  private int call(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode = Tributary.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    printed = out.toString() + err;
    return exitCode;
  }

  private int auto(Path data, String... options) {
    var command =
        new ArrayList<>(
            List.of("model", "auto", data.toString(), "--home", directory.resolve("home") + ""));
    command.addAll(List.of(options));
    return call(command.toArray(String[]::new));
  }

  private String out(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void findsAGoodModelOfSpecies() throws IOException {
    int exitCode =
        auto(
            PENGUINS,
            "--label",
            "species",
            "--task",
            "multiclass",
            "--trials",
            "12",
            "--out",
            out("model"));
    assertThat(exitCode).as(printed).isZero();
    assertThat(printed)
        .contains("best log_loss ", " in 12 trials: algorithm=", "RANK", "written  ")
        .contains("tributary model evaluate ROWS --model " + out("model"));
    assertThat(directory.resolve("model"))
        .isDirectoryContaining(file -> file.endsWith("model.onnx"))
        .isDirectoryContaining(file -> file.endsWith("signature.json"))
        .isDirectoryContaining(file -> file.endsWith("leaderboard.json"));
    assertThat(
            call(
                "model",
                "evaluate",
                PENGUINS.toString(),
                "--model",
                out("model"),
                "--require",
                "accuracy >= 0.95"))
        .as(printed)
        .isZero();
    assertThat(call("show", "--home", out("home"))).isZero();
    assertThat(printed).contains("search      best log_loss ");

    var first = Leaderboard.read(directory.resolve("model"));
    exitCode =
        auto(
            PENGUINS,
            "--label",
            "species",
            "--task",
            "multiclass",
            "--trials",
            "12",
            "--parallel-trials",
            "3",
            "--json",
            "--out",
            out("again"));
    assertThat(exitCode).as(printed).isZero();
    assertThat(printed).startsWith("{").contains("\"objective\" : \"log_loss\"");
    assertThat(Leaderboard.read(directory.resolve("again"))).isEqualTo(first);
    var home = directory.resolve("home").toString();
    assertThat(call("model", "card", "latest", "--home", home)).as(printed).isZero();
    assertThat(printed)
        .contains(
            "model auto "
                + PENGUINS
                + " --label=species --task=multiclass --trials=12 --out="
                + out("model"));
  }

  @Test
  void learnsNumbersAndTruthValues() throws IOException {
    int exitCode =
        auto(
            TRIPS,
            "--label",
            "fare",
            "--for",
            "1s",
            "--metric",
            "mean_absolute_error",
            "--out",
            out("fare"));
    assertThat(exitCode).as(printed).isZero();
    assertThat(printed)
        .containsPattern("COLUMN +BECAME +WHY")
        .containsPattern("pickup_census_tract +left out +no row has a value")
        .containsPattern("payment_type +id +7 different texts")
        .containsPattern(
            "trip_start_timestamp +hour, weekday, month, days +times in seconds since 1970");
    var leaderboard = Leaderboard.read(directory.resolve("fare"));
    assertThat(leaderboard.task()).hasValue("regression");
    assertThat(leaderboard.best().orElseThrow().value().get()).isLessThan(4);
    var required = "mean_absolute_error <= 4";
    assertThat(call("model", "evaluate", TRIPS + "", "--model", out("fare"), "--require", required))
        .as(printed)
        .isZero();

    var answers = directory.resolve("answers.csv");
    var rows = new StringBuilder("x 1,x_1,word,empty,id,yes\n");
    for (int i = 0; i < 300; i++) {
      rows.append(i % 7).append(',').append(i % 3 == 0 ? "" : i % 4).append(",w").append(i % 5);
      rows.append(",,id").append(i).append(',').append(i % 7 > 3 ? 1 : 0).append('\n');
    }
    Files.writeString(answers, rows);
    assertThat(auto(answers, "--label", "yes", "--trials", "4", "--out", out("yes")))
        .as(printed)
        .isZero();
    leaderboard = Leaderboard.read(directory.resolve("yes"));
    assertThat(leaderboard.task()).hasValue("binary classification");
    assertThat(leaderboard.best().orElseThrow().value()).hasValue(1.0);
    assertThat(directory.resolve("yes/signature.json"))
        .content()
        .contains("\"x 1\"", "\"x_1\"", "\"word\"")
        .doesNotContain("\"empty\"", "\"id\"", "\"yes\"");
  }

  /** A word that one review in two has tells what its reader thinks; the rest is noise. */
  @Test
  void learnsFromWordsTimesAndLists() throws IOException {
    var random = new Random(3);
    var rows = new StringBuilder();
    for (int i = 0; i < 1_200; i++) {
      boolean isGood = random.nextInt(10) < 4;
      rows.append("{\"id\": \"r").append(i).append("\", \"text\": \"");
      for (int word = 0; word < 12; word++) {
        rows.append("word").append(random.nextInt(900)).append(' ');
      }
      rows.append(random.nextInt(2) == 0 ? "so" : isGood ? "Splendid" : "broken");
      rows.append("\", \"when\": \"2026-0").append(1 + random.nextInt(9)).append("-1");
      rows.append(random.nextInt(10)).append("T1").append(random.nextInt(10)).append(":05:00Z\"");
      rows.append(", \"tags\": [\"a\"").append(isGood && i % 3 == 0 ? ", \"best\"" : "");
      rows.append("], \"marks\": [1, ").append(random.nextInt(5)).append("], \"good\": ");
      rows.append(isGood ? 1 : 0).append("}\n");
    }
    var data = directory.resolve("reviews.jsonl");
    Files.writeString(data, rows);
    assertThat(auto(data, "--label=good", "--trials=3", "--json", "--out=" + out("good")))
        .as(printed)
        .isZero();
    assertThat(Leaderboard.read(directory.resolve("good")).best().orElseThrow().value().get())
        .isGreaterThan(0.8);
    assertThat(printed)
        .contains("\"columns\" : [", "\"column\" : \"when\"", "\"when_weekday\"")
        .contains("\"why\" : \"most of its texts are met only once\"");
    assertThat(
            call(
                "model",
                "evaluate",
                data.toString(),
                "--model",
                out("good"),
                "--require",
                "auc >= 0.8"))
        .as(printed)
        .isZero();
  }

  @Test
  void readsCsvAsItIsToldAndLeavesOutRowsWithoutLabel() throws IOException {
    var rows = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      rows.append(i % 7).append(';').append(i % 5 == 0 ? "NA" : i % 4).append(';');
      rows.append(i % 10 == 3 ? "NA" : i % 7 > 3 ? 1 : 0).append('\n');
    }
    var data = directory.resolve("answers.txt");
    Files.writeString(data, rows);
    assertThat(
            auto(
                data,
                "--format=csv",
                "--delimiter=;",
                "--missing=NA",
                "--name=x",
                "--name=z",
                "--name=yes",
                "--label=yes",
                "--trials=2",
                "--out=" + out("yes")))
        .as(printed)
        .isZero();
    assertThat(printed)
        .containsPattern("\\d+ of \\d+ rows have no label \\[yes\\] and are left out");
    assertThat(Leaderboard.read(directory.resolve("yes")).task()).hasValue("binary classification");
    assertThat(directory.resolve("yes/signature.json")).content().contains("\"x\"", "\"z\"");
  }

  @Test
  void takesAwkwardNamesAndSaysWhatIsToBeLookedAt() throws IOException {
    var rows = new StringBuilder("x\uD83D\uDE00,label,size,when,kind\n");
    for (int i = 0; i < 400; i++) {
      var kind = i % 3 == 0 ? "\uD83C\uDF89" : i == 7 ? "rare" : "plain";
      rows.append(i % 3).append(',').append(i % 5).append(',').append(i % 9 == 0 ? "NA" : i / 2);
      rows.append(',').append(1 + i % 28).append(".11.2026,").append(kind).append('\n');
    }
    var data = directory.resolve("awkward.csv");
    Files.writeString(data, rows);
    assertThat(auto(data, "--label=kind", "--trials=3", "--out=" + out("kind")))
        .as(printed)
        .isZero();
    assertThat(printed)
        .containsPattern(
            "task +multi-class classification: label 'kind' holds 3 different texts; --task for another")
        .containsPattern("label +left out +an output of the model has this name")
        .contains("caution  column 'size': text, because of 'NA' in 45 rows")
        .contains("caution  column 'when': dates taken as texts")
        .containsPattern("caution  few rows of .*class 'rare' \\(");
    assertThat(
            call(
                "model",
                "evaluate",
                data.toString(),
                "--model",
                out("kind"),
                "--require",
                "accuracy >= 0.9"))
        .as(printed)
        .isZero();
    var predictions = out("predictions.csv");
    var onnx = out("kind") + "/model.onnx";
    assertThat(
            call("model", "predict", onnx, data.toString(), "--out", predictions, "--keep", "size"))
        .as(printed)
        .isZero();
    assertThat(Path.of(predictions)).content().contains(",\uD83C\uDF89\n");
    assertThat(call("model", "card", out("kind"))).as(printed).isZero();
  }

  @Test
  void learnsSeveralLabels() throws IOException {
    var rows = new StringBuilder("x,word,even,small\n");
    for (int i = 0; i < 300; i++) {
      rows.append(i % 11).append(",w").append(i % 2).append(',').append(i % 2);
      rows.append(',').append(i % 11 < 4 ? 1 : 0).append('\n');
    }
    var data = directory.resolve("labels.csv");
    Files.writeString(data, rows);
    int exitCode =
        auto(data, "--label", "even", "--label", "small", "--trials", "3", "--out", out("both"));
    assertThat(exitCode).as(printed).isZero();
    var leaderboard = Leaderboard.read(directory.resolve("both"));
    assertThat(leaderboard.task()).hasValue("multi-label classification");
    assertThat(leaderboard.best().orElseThrow().value().orElseThrow()).isGreaterThan(0.99);
    assertThat(directory.resolve("both/signature.json"))
        .content()
        .contains("\"classes\": [\"even_label\",\"small_label\"]");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThat(auto(PENGUINS, "--label", "kind", "--trials", "2", "--out", out("model")))
        .isEqualTo(2);
    assertThat(printed).contains("no column 'kind'", "species");
    assertThat(auto(PENGUINS, "--label", "species", "--trials", "0", "--out", out("model")))
        .isEqualTo(2);
    assertThat(printed).contains("trials: 0");
    assertThat(auto(PENGUINS, "--label", "species", "--for", "soon", "--out", out("model")))
        .isEqualTo(2);
    assertThat(printed).contains("--for: 'soon'");
    assertThat(auto(PENGUINS, "--label", "species", "--metric", "auc", "--out", out("model")))
        .isEqualTo(1);
    assertThat(printed).contains("auc for a regression");
    assertThat(auto(PENGUINS, "--label", "species", "--out", directory.toString())).isEqualTo(2);
    assertThat(printed).contains("a directory that does not exist yet");

    var file = PENGUINS.resolve("model").toString();
    assertThat(auto(PENGUINS, "--label", "species", "--out", file)).isEqualTo(2);
    assertThat(printed).contains("penguins.csv, which is a file");

    var constant = directory.resolve("constant.csv");
    var rows = new StringBuilder("x,y\n");
    for (int i = 0; i < 100; i++) {
      rows.append(i).append(",same\n");
    }
    Files.writeString(constant, rows);
    assertThat(auto(constant, "--label", "y", "--trials", "2", "--out", out("model"))).isEqualTo(1);
    assertThat(printed).contains("'same' in all", "at least two classes");
    assertThat(directory.resolve("model")).doesNotExist();
  }
}
