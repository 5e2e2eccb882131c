package io.tributary.pipelines.taxi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.digest.Sha256;
import io.tributary.cli.Tributary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models are made and asked without a pipeline as with one. */
class ModelAloneTest {
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv");

  @TempDir private Path directory;

  private String model(String command, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = Stream.concat(Stream.of("model", command), Arrays.stream(arguments));
    int exitCode =
        Tributary.execute(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    assertThat(exitCode).as(out + "\n" + err).isZero();
    return out.toString();
  }

  private String train(String source, String out, String... options) {
    var arguments =
        Stream.concat(
            Stream.of(
                source,
                "--features",
                TaxiFeatures.class.getName(),
                "--training",
                TaxiTraining.class.getName(),
                "--out",
                directory.resolve(out).toString()),
            Arrays.stream(options));
    return model("train", arguments.toArray(String[]::new));
  }

  @Test
  void isTheModelOfThePipelineByteForByte() throws IOException {
    var tributary = new Cli(directory.resolve("home"));
    assertThat(tributary.taxi(TRIPS).exitCode()).isZero();

    var told =
        train(
            artifact("CsvExampleGen/examples").toString(),
            "model",
            "--schema",
            artifact("SchemaGen/schema").resolve("schema.pbtxt").toString());

    assertThat(told).containsPattern("output +probability +FP32 +\\[-1, 1\\]");
    assertThat(files(directory.resolve("model")))
        .containsKeys("model.onnx", "label.onnx", "signature.json", "model_card.json")
        .isEqualTo(files(artifact("Trainer/model")));
  }

  @Test
  void aSplitThatTheSourceDoesNotHaveIsRefused() {
    var said = new StringWriter();
    int exitCode =
        Tributary.execute(
            new PrintWriter(new StringWriter()),
            new PrintWriter(said),
            "model",
            "train",
            TRIPS.toString(),
            "--features",
            TaxiFeatures.class.getName(),
            "--training",
            TaxiTraining.class.getName(),
            "--evaluation-split",
            "eval",
            "--out",
            directory.resolve("model").toString());

    assertThat(exitCode).isEqualTo(2);
    assertThat(said.toString())
        .contains("--evaluation-split: eval (expected: nothing: " + TRIPS + " has no splits)");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void fromCsvToPredictionsThatCanBeJudged() {
    train(TRIPS.toString(), "model");
    var predictions = directory.resolve("predictions.parquet").toString();

    model(
        "predict",
        directory.resolve("model").toString(),
        TRIPS.toString(),
        "--out",
        predictions,
        "--keep",
        "payment_type,fare,tips");

    var judged =
        model("evaluate", TRIPS.toString(), "--model", directory.resolve("model").toString());
    assertThat(judged).containsPattern("auc +0\\.9");
    assertThat(predictions).satisfies(file -> assertThat(Path.of(file)).isNotEmptyFile());
    assertThat(
            model(
                "evaluate",
                predictions,
                "--task",
                "regression",
                "--label",
                "label",
                "--score",
                "probability"))
        .containsPattern("15,002|15002");
  }

  @Test
  void tellsWhatFeaturesContributeToEachPrediction() throws IOException {
    var told = train(TRIPS.toString(), "model", "--explain");
    assertThat(told)
        .containsPattern("output +contributions +FP32 +\\[-1, \\d+\\] +.*and \\d+ more");
    var model = directory.resolve("model").toString();
    var predictions = directory.resolve("predictions.csv");

    model(
        "predict",
        model,
        TRIPS.toString(),
        "--out",
        predictions.toString(),
        "--keep",
        "payment_type");

    var lines = Files.readAllLines(predictions);
    var names = List.of(lines.get(0).split(",", -1));
    assertThat(lines).hasSize(15_003);
    assertThat(names)
        .startsWith("payment_type", "probability", "label")
        .endsWith("contributions/bias");
    for (var line : lines.subList(1, 200)) {
      var cells = line.split(",", -1);
      double score =
          Arrays.stream(cells)
              .skip(names.indexOf("label") + 1L)
              .mapToDouble(Double::parseDouble)
              .sum();
      assertThat(1 / (1 + Math.exp(-score)))
          .isCloseTo(Double.parseDouble(cells[names.indexOf("probability")]), within(1e-6));
    }
    assertThat(model("evaluate", TRIPS.toString(), "--model", model)).containsPattern("auc +0\\.9");
  }

  private Path artifact(String output) throws IOException {
    try (var made = Files.list(directory.resolve("home/artifacts/chicago-taxi/" + output))) {
      return made.findFirst().orElseThrow();
    }
  }

  private static Map<String, String> files(Path folder) throws IOException {
    var digests = new TreeMap<String, String>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        digests.put(folder.relativize(file).toString(), Sha256.of(file));
      }
    }
    digests.remove(".manifest");
    digests.remove(".commit");
    return digests;
  }
}
