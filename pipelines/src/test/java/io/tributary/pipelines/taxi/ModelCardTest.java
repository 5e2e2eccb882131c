package io.tributary.pipelines.taxi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lineage knows of the models of two runs on different data, as a card and compared. */
class ModelCardTest {
  private static final Path PENGUINS = Path.of("data", "penguins", "penguins.csv");
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv");

  private static final List<String> NODES_UP_TO_THE_MODEL =
      List.of(
          "CsvExampleGen",
          "StatisticsGen",
          "SchemaGen",
          "ExampleValidator",
          "Transform",
          "Trainer");

  @TempDir private static Path directory;
  private static Cli tributary;
  private static Path trips;

  @BeforeAll
  static void train() throws IOException {
    tributary = new Cli(directory.resolve("home"));
    trips = Files.copy(TRIPS, directory.resolve("trips.csv"));
    assertThat(tributary.taxi(trips, "--run-id", "first", "--seed", "7").exitCode()).isZero();
    Files.writeString(
        trips,
        Files.readString(trips, UTF_8)
            .replaceFirst("Taxi Affiliation Services", "Taxi Affiliation Servicez"));
    assertThat(tributary.taxi(trips, "--run-id", "second").exitCode()).isZero();
  }

  @Test
  void tellsWhatAModelWasMadeOfAndHow() throws IOException {
    var page = directory.resolve("card.html");
    var shown = tributary.call("model", "card", "first", "--out", page.toString());
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .containsPattern("model +chicago-taxi: model \\d+\n")
        .containsPattern("model +blessed: ")
        .containsPattern("serving +blessed: ")
        .containsPattern("push +pushed: ")
        .containsPattern("auc +0\\.9")
        .contains("run chicago-taxi --set 'data=" + trips + "' --seed 7 --home ");
    assertThat(page)
        .content()
        .contains("binary classification of big_tip by logistic regression")
        .containsPattern(Pattern.quote(trips.toString()) + ", SHA-256 [0-9a-f]{64}")
        .containsPattern("train: [\\d,]+, eval: [\\d,]+")
        .contains("f.number(&quot;fare&quot;)", "payment_type=Cash", "Fairness", "ROC curve")
        .contains("optimiser", "How to reproduce")
        .doesNotContain("Not shown");
  }

  @Test
  void evaluationsInWhichAModelIsOnlyTheBaselineAreNotItsOwn() {
    assertThat(evaluationOf("first")).isNotEqualTo(evaluationOf("second"));
    assertThat(tributary.call("model", "card", "second", "--json").out())
        .contains("\"baseline\"")
        .contains("\"run\" : \"second\"");
    assertThat(tributary.call("model", "card", "first", "--json").out())
        .doesNotContain("\"baseline\"");
  }

  @Test
  void aDirectoryIdOrRunNameTheSameModel() {
    var card = tributary.call("model", "card", "second", "--json").out();
    var id = field(card, "\"artifact\" : (\\d+)");
    assertThat(tributary.call("model", "card", id, "--json").out()).isEqualTo(card);
    assertThat(tributary.call("model", "card", modelOf("second") + "", "--json").out())
        .isEqualTo(card);
  }

  @Test
  void theFolderOfAnArtifactIsFoundInTheHomeAroundIt() throws IOException {
    var card = tributary.call("model", "card", "second", "--json").out();
    var model = modelOf("second");
    var link = Files.createSymbolicLink(directory.resolve("link"), tributary.home());
    var linked = link.resolve(tributary.home().relativize(model));
    for (var path : List.of(model, linked)) {
      var out = new StringWriter();
      int exitCode =
          Tributary.execute(
              new PrintWriter(out), new PrintWriter(out), "model", "card", path + "", "--json");
      assertThat(exitCode).as(out.toString()).isZero();
      assertThat(out.toString()).isEqualTo(card);
    }
  }

  @Test
  void whatIsGoneOrDamagedIsSaidToBe() throws IOException {
    var other = new Cli(directory.resolve("damaged"));
    assertThat(other.taxi(trips, "--run-id", "second").exitCode()).isZero();
    var evaluation = single(other, "artifacts/chicago-taxi/Evaluator/evaluation");
    Files.writeString(evaluation.resolve("metrics.json"), "{");
    Files.delete(single(other, "artifacts/chicago-taxi/SchemaGen/schema").resolve("schema.pbtxt"));
    var card = other.call("model", "card", "second");
    assertThat(card.exitCode()).as(card.err()).isZero();
    assertThat(card.out())
        .containsPattern("evaluation +none")
        .containsPattern("ModelEvaluation \\d+: ")
        .containsPattern("Schema \\d+: its schema.pbtxt is gone");

    var model = single(other, "artifacts/chicago-taxi/Trainer/model");
    Files.writeString(model.resolve("model_card.json"), "[");
    assertThat(other.call("model", "card", "second").err())
        .contains("model_card.json", "train the model again");
    Files.delete(model.resolve("model.onnx"));
    var gone = other.call("model", "card", "second");
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.err()).contains("no model.onnx in it");
  }

  @Test
  void whatNamesNoModelIsRefused() {
    String[][] wrong = {
      {"1", "Examples (expected: Model)"},
      {"4711", "the id of an artifact"},
      {"99999999999999999999", "a number beyond all ids"},
      {"nonesuch", "the id of a run, or latest"},
      {directory.toString(), "no model.onnx in it"},
    };
    for (var each : wrong) {
      var refused = tributary.call("model", "card", each[0]);
      assertThat(refused.exitCode()).as(each[0]).isEqualTo(2);
      assertThat(refused.err()).as(each[0]).contains(each[1]);
    }
    var evaluation = tributary.call("model", "card", "first", "--evaluation", "" + directory);
    assertThat(evaluation.exitCode()).isEqualTo(2);
    assertThat(evaluation.err()).contains("no metrics.json in it");
  }

  @Test
  void twoModelsAreHeldAgainstEachOther() {
    var page = directory.resolve("compare.html");
    var compared = tributary.call("compare", "first", "second", "--out", page.toString());
    assertThat(compared.exitCode()).as(compared.err()).isZero();
    assertThat(compared.out())
        .containsPattern("raw data digest of CsvExampleGen +[0-9a-f]{40}")
        .containsPattern("seed +7 +42")
        .containsPattern("auc +0\\.9\\d* +0\\.9\\d* +")
        .contains("judged on different rows");
    assertThat(page).content().contains("All rows", "Slices", "payment_type=Cash");
    assertThat(tributary.call("model", "compare", "first", "second", "--json").out())
        .contains("\"difference\"", "\"metric\" : \"auc\"");
  }

  @Test
  void modelsJudgedOnTheSameRowsAreComparedRowByRow() {
    // The data of the second run again, by another seed.
    var run = tributary.taxi(trips, "--run-id", "again", "--seed", "11");
    assertThat(run.exitCode()).as(run.err()).isIn(0, 3);
    var compared = tributary.call("model", "compare", "second", "again");
    assertThat(compared.exitCode()).as(compared.err()).isZero();
    assertThat(compared.out())
        .contains("Both were asked about the same ", "paired by rows", "DIFFERENCE", " P\n")
        .doesNotContain("Not asked together", "judged on different rows");
    assertThat(tributary.call("compare", "second", "again", "--json").out())
        .contains("\"paired\" : true", "\"p_value\"");
    assertThat(tributary.call("compare", "second", "again", "--max-rows", "500").out())
        .contains("On a random sample: 500 of the ", "Both were asked about the same 500 rows");
    assertThat(tributary.call("compare", "second", "again", "--max-rows", "0").out())
        .contains("Not asked together: --max-rows 0.")
        .containsPattern("auc +0\\.9\\d* +0\\.9\\d* +");
    assertThat(tributary.call("compare", "second", "again", "--max-rows", "-1").err())
        .contains("--max-rows: -1 (expected: 0 or more)");

    var apart = tributary.call("compare", "first", "again");
    assertThat(apart.out())
        .contains("Not asked together: they were not judged on the same examples.")
        .doesNotContain("Both were asked");
    assertThat(tributary.call("compare", "first", "again", "--json").out())
        .contains("\"paired\" : false");
  }

  @Test
  void foldersOfModelsAreComparedAsFarAsTheirFilesGo() throws IOException {
    var one = folder("one", "first");
    var other = folder("other", "second");
    var compared = tributary.call("model", "compare", one, other);
    assertThat(compared.exitCode()).as(compared.err()).isZero();
    assertThat(compared.out())
        .contains("TENSOR  16 the same for both", "one has no model_card.json", "was not evaluated")
        .contains("model evaluate ROWS --model " + other + " --baseline " + one);

    for (var model : List.of(one, other)) {
      tributary.call("model", "evaluate", trips + "", "--model", model, "--out", model + "-judged");
    }
    var judged =
        tributary.call(
            "model",
            "compare",
            one,
            other,
            "--evaluation",
            one + "-judged",
            "--evaluation-b",
            other + "-judged");
    assertThat(judged.exitCode()).as(judged.err()).isZero();
    assertThat(judged.out())
        .containsPattern("auc +0\\.9\\d* +0\\.9\\d* +")
        .contains("Not asked together: they are no artifacts of one home.");
  }

  /** What is needed to ask a model, and nothing else of it. */
  private static String folder(String name, String run) throws IOException {
    var model = modelOf(run);
    var folder = Files.createDirectory(directory.resolve(name));
    for (var file : List.of("model.onnx", "label.onnx", "signature.json")) {
      Files.copy(model.resolve(file), folder.resolve(file));
    }
    return folder.toString();
  }

  @Test
  void aRunNodeByNodeTellsHowToMakeItsModelAgain() {
    for (var node : NODES_UP_TO_THE_MODEL) {
      var ran =
          tributary.call(
              "node",
              "run",
              "chicago-taxi",
              "--set",
              "data=" + trips,
              "--run-id",
              "by-node",
              "--node",
              node,
              "--seed",
              "9");
      assertThat(ran.exitCode()).as(ran.err()).isZero();
    }
    assertThat(tributary.call("model", "card", "by-node").out())
        .contains("run chicago-taxi --set 'data=" + trips + "' --seed 9 --home ");
  }

  @Test
  void modelsOfDifferentLabelsAreNotCompared() {
    assertThat(
            tributary
                .call("run", "penguins", "--run-id", "penguins", "--set", "data=" + PENGUINS)
                .exitCode())
        .isIn(0, 3);
    var refused = tributary.call("model", "compare", "first", "penguins");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("labels big_tip and species", "compare models of one task and one label");
  }

  private static Path modelOf(String run) {
    var card = tributary.call("model", "card", run, "--json").out();
    var lineage = tributary.call("lineage", field(card, "\"artifact\" : (\\d+)"), "--json").out();
    return Path.of(field(lineage, "\"uri\" : \"([^\"]+)\""));
  }

  private static String evaluationOf(String run) {
    return field(
        tributary.call("model", "card", run, "--json").out(), "\"evaluated\" : \"([^\"]+)\"");
  }

  private static String field(String text, String pattern) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }

  /** The newest of the directories below that. */
  private static Path single(Cli of, String below) throws IOException {
    try (var entries = Files.list(of.home().resolve(below))) {
      return entries
          .max(Comparator.comparingInt(entry -> Integer.parseInt(entry.getFileName().toString())))
          .orElseThrow();
    }
  }
}
