package io.tributary.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.cli.Console;
import io.tributary.cli.command.ExitCode;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPredictCommandTest {
  @TempDir private Path directory;
  private Path model;
  private String trips;

  @BeforeEach
  void writeModelAndRows() throws IOException {
    var graph = OnnxGraph.named("fares");
    var fare = graph.input("fare", DataType.FLOAT);
    var factors = graph.constant(OnnxTensor.floats(new long[] {1, 2}, 0.5f, 2));
    graph.output("prediction", graph.node("Mul", fare, graph.floats(3)), DataType.FLOAT);
    graph.output("probabilities", graph.node("Mul", fare, factors), DataType.FLOAT, -1, 2);
    graph.classes("probabilities", List.of("half", "double"));
    model = Files.createDirectory(directory.resolve("model"));
    Files.write(model.resolve("model.onnx"), graph.bytes());
    trips =
        Files.writeString(
                directory.resolve("trips.csv"), "id,fare,note\n7,1.5,\"a,b\"\n8,,x\n9,-2,y\n")
            .toString();
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private Console predict(String of, String source, String out, String... options) {
    var arguments = new ArrayList<>(List.of("model", "predict", of, source, "--out", at(out)));
    arguments.addAll(List.of(options));
    return Console.call(arguments.toArray(String[]::new));
  }

  private void leavesNothing(String... others) throws IOException {
    try (var left = Files.list(directory)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .contains("model", "trips.csv")
          .allMatch(name -> !name.startsWith("."))
          .hasSize(2 + others.length);
    }
  }

  @Test
  void writesPredictionsBesideTheRowsAndShowsTheFirst() throws IOException {
    var written = predict(model.toString(), trips, "predictions.csv");

    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(directory.resolve("predictions.csv"))
        .hasContent(
            "id,fare,note,prediction,probabilities/half,probabilities/double\n"
                + "7,1.5,\"a,b\",4.5,0.75,3.0\n"
                + "8,,x,nan,nan,nan\n"
                + "9,-2.0,y,-6.0,-1.0,-4.0\n");
    assertThat(written.out())
        .contains(model.resolve("model.onnx") + ": 3 rows", "written  " + at("predictions.csv"))
        .containsPattern("id +fare +note +prediction +probabilities/half +probabilities/double\n")
        .containsPattern("7 +1\\.5 +a,b +4\\.5 +0\\.75 +3\\.0\n");
    leavesNothing("predictions.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"arrow", "parquet", "csv"})
  void everyFormatHoldsTheSame(String ending) {
    var out = "predictions." + ending;
    var written =
        predict(
            model.resolve("model.onnx").toString(),
            trips,
            out,
            "--keep",
            "note,id",
            "--output",
            "prediction",
            "--prefix",
            "my_",
            "--json");

    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(written.out())
        .contains("\"rows\" : 3")
        .containsPattern(
            "(?s)\"note\" : \"utf8\".*\"id\" : \"int64\".*\"my_prediction\" : \"float32\"");
    var read = Console.call("data", "statistics", at(out));
    assertThat(read.out()).contains("3 examples", "my_prediction");
  }

  @Test
  void whatItWritesCanBeJudged() throws IOException {
    var rows =
        IntStream.range(0, 100)
            .mapToObj(i -> i + "," + i / 100.0 + "," + (i % 10 < i / 10 ? 1 : 0))
            .collect(Collectors.joining("\n", "id,fare,tipped\n", "\n"));
    Files.writeString(directory.resolve("tips.csv"), rows);
    predict(model.toString(), at("tips.csv"), "p.parquet", "--keep", "tipped");

    var judged =
        Console.call(
            "model",
            "evaluate",
            at("p.parquet"),
            "--label",
            "tipped",
            "--score",
            "probabilities/half");

    assertThat(judged.exitCode()).as(judged.err()).isZero();
    assertThat(judged.out()).containsPattern("auc +0\\.8");
  }

  @Test
  void takesRowsOfExamplesAndOfNestedSources() throws IOException {
    Console.call("data", "ingest", trips, "--out", at("examples"));
    var fromExamples = predict(model.toString(), at("examples"), "e.arrow", "--keep", "id");
    assertThat(fromExamples.exitCode()).as(fromExamples.err()).isZero();
    assertThat(fromExamples.out()).contains(": 3 rows");

    Files.writeString(
        directory.resolve("rows.jsonl"),
        "{\"fare\":2,\"tags\":[1,2],\"who\":{\"name\":\"a\"}}\n{\"fare\":3,\"tags\":[]}\n");
    var nested = predict(model.toString(), at("rows.jsonl"), "n.arrow", "--output", "prediction");
    assertThat(nested.exitCode()).as(nested.err()).isZero();
    assertThat(nested.out()).containsPattern("2 +\\[1,2\\].*6\\.0");

    var csv = predict(model.toString(), at("rows.jsonl"), "n.csv");
    assertThat(csv.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(csv.err()).contains("column 'tags' of type List", "column 'who' of type Struct");
    assertThat(directory.resolve("n.csv")).doesNotExist();
  }

  @Test
  void takesTheServedVersionOfAModelInARepository() throws IOException {
    var repository = new ModelRepository(directory.resolve("serving"));
    var version = repository.publish("fares", model.resolve("model.onnx")).version();
    var none = predict(at("serving/fares"), trips, "p.csv");
    assertThat(none.err()).contains("none of the versions [1] is served");
    repository.activate("fares", List.of(version));

    var folder = predict(at("serving/fares"), trips, "folder.csv");
    assertThat(folder.exitCode()).as(folder.err()).isZero();

    try (var server = ModelServer.serving(repository).grpcPort(0).start()) {
      var address = server.grpcAddress().orElseThrow();
      for (var name : List.of("fares", "fares:1")) {
        var asked =
            predict(name, trips, "served.csv", "--output", "prediction", "--server", address);
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        assertThat(asked.out()).contains("model 'fares' version 1 at " + address + ": 3 rows");
        assertThat(directory.resolve("served.csv")).content().contains("7,1.5,\"a,b\",4.5\n");
      }
      var unknown = predict("rides", trips, "x.csv", "--server", address);
      assertThat(unknown.err()).contains("NOT_FOUND").doesNotContain("unforeseen");
    }
    var silent = predict("fares", trips, "x.csv", "--server", "localhost:1");
    assertThat(silent.err()).contains("inference > localhost:1: UNAVAILABLE");
    var wrong = predict("fares", trips, "x.csv", "--server", "nowhere");
    assertThat(wrong.err()).contains("--server nowhere", "host:port");
    assertThat(directory.resolve("x.csv")).doesNotExist();
  }

  @Test
  void tellsAllThatKeepsModelAndRowsFromFittingTogether() throws IOException {
    var graph = OnnxGraph.named("other");
    graph.input("note", DataType.FLOAT);
    graph.input("absent", DataType.INT64);
    var matrix = graph.input("matrix", DataType.FLOAT, -1, 3);
    graph.output("id", matrix, DataType.FLOAT, -1, 3);
    Files.write(directory.resolve("other.onnx"), graph.bytes());
    leavesNothing("other.onnx");

    var refused = predict(at("other.onnx"), trips, "p.csv", "--output", "odd", "--keep", "key");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("input matrix FP32 [-1, 3] (expected: shape [-1, 1], one value a row)")
        .contains("kept column 'key' is absent (expected: one of [id, fare, note])")
        .contains("output 'odd' is none of the model")
        .doesNotContain("(expected: a model, and rows");
    leavesNothing("other.onnx");
  }

  @Test
  void makesAMatrixOfColumns() throws IOException {
    var graph = OnnxGraph.named("matrix");
    var matrix = graph.input("X", DataType.FLOAT, -1, 2);
    graph.output("scores", matrix, DataType.FLOAT, -1, 2);
    Files.write(directory.resolve("matrix.onnx"), graph.bytes());

    var written =
        predict(at("matrix.onnx"), trips, "p.csv", "--input", "X=fare,id", "--keep", "id");

    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(directory.resolve("p.csv"))
        .hasContent("id,scores/0,scores/1\n7,1.5,7.0\n8,nan,8.0\n9,-2.0,9.0\n");
    assertThat(predict(at("matrix.onnx"), trips, "q.csv", "--input", "X=fare").err())
        .contains("input X FP32 [-1, 2] of the 1 columns [fare] (expected: a column for each");
  }

  @Test
  void tellsOfEveryWrongColumn() throws IOException {
    var graph = OnnxGraph.named("other");
    var note = graph.input("note", DataType.FLOAT);
    graph.input("absent", DataType.INT64);
    graph.output("id", note, DataType.FLOAT);
    Files.write(directory.resolve("other.onnx"), graph.bytes());

    assertThat(predict(at("other.onnx"), trips, "p.csv").err())
        .contains("column 'note' of type Utf8 (expected: one that an input of type FP32 takes)")
        .contains("column 'absent' is absent")
        .contains("column 'id' twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"blank.csv", "blank.arrow", "blank.parquet", "null.arrow"})
  void aColumnWithoutAnyValueIsMissingInEveryRow(String source) throws IOException {
    Files.writeString(directory.resolve("blank.csv"), "id,fare\n1,\n2,\n");
    for (var copy : List.of("blank.arrow", "blank.parquet")) {
      assertThat(predict(model.toString(), at("blank.csv"), copy, "--keep=id,fare").exitCode())
          .isZero();
    }
    writeNulls(directory.resolve("null.arrow"));

    var written =
        predict(model.toString(), at(source), "p.csv", "--keep=id", "--output=probabilities");

    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(directory.resolve("p.csv"))
        .hasContent("id,probabilities/half,probabilities/double\n1,nan,nan\n2,nan,nan\n");
  }

  /** Two rows whose fare is of Arrow's type without any value. */
  private static void writeNulls(Path file) throws IOException {
    try (var allocator = new RootAllocator();
        var ids = new BigIntVector("id", allocator);
        var rows = VectorSchemaRoot.of(ids, new NullVector("fare"));
        var out = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var writer = new ArrowFileWriter(rows, null, out)) {
      ids.setSafe(0, 1);
      ids.setSafe(1, 2);
      rows.setRowCount(2);
      writer.start();
      writer.writeBatch();
      writer.end();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "[null, null]"})
  void listsWithoutAnyValueAreMissingInEveryRow(String marks) throws IOException {
    var graph = OnnxGraph.named("lists");
    var lists = graph.input("marks", DataType.FLOAT, -1, -1);
    graph.output("isMissing", graph.node("IsNaN", lists), DataType.BOOL, -1, -1);
    Files.write(directory.resolve("lists.onnx"), graph.bytes());
    var row = "{\"id\": 7, \"marks\": " + marks + "}\n";
    Files.writeString(directory.resolve("lists.jsonl"), row + row);

    var written = predict(at("lists.onnx"), at("lists.jsonl"), "p.arrow", "--keep=id", "--json");

    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(written.out()).contains("\"rows\" : 2");
    assertThat(predict(at("lists.onnx"), at("lists.jsonl"), "p.csv", "--keep=id").err())
        .contains(
            "--out: column 'isMissing' of type List (expected: one value a row, in CSV); choose")
        .containsOnlyOnce("(expected");
  }

  @Test
  void tellsWhereAValueIsNeededInEveryRow() throws IOException {
    var graph = OnnxGraph.named("truths");
    var known = graph.input("known", DataType.BOOL);
    graph.output("unknown", graph.node("Not", known), DataType.BOOL);
    Files.write(directory.resolve("truths.onnx"), graph.bytes());
    Files.writeString(directory.resolve("blank.csv"), "id,known\n1,\n2,\n");

    var refused = predict(at("truths.onnx"), at("blank.csv"), "p.csv");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("column 'known' without any value (expected: one in every row, as an input of")
        .contains("type BOOL cannot be missing)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "trips.csv", "."})
  void refusesWhatIsNoModel(String name) throws IOException {
    var refused = predict(at(name), trips, "p.csv");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("an ONNX").doesNotContain("unforeseen");
    leavesNothing();
  }

  @Test
  void writesOnlyWhatItKnowsHowToAndNeverWhatItReads() {
    assertThat(predict(model.toString(), trips, "p.xlsx").err())
        .contains("--out: " + at("p.xlsx") + " (expected: a name that ends with .arrow, .csv or");
    assertThat(predict(model.toString(), trips, "trips.csv").err())
        .contains("which is read (expected: a file that the command does not read)");
  }
}
