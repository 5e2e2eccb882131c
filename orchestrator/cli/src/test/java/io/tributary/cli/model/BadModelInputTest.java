package io.tributary.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.cli.Console;
import io.tributary.components.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What can be wrong with models, rows and options of the commands about models, and what is said of
 * each. Nothing is written, nothing is unforeseen.
 */
class BadModelInputTest {
  @TempDir private Path directory;

  /** Models and rows, by the names that the commands below call them. */
  @BeforeEach
  void makeInputs() throws IOException {
    write("good", doubled(), label("tipped"));
    write("other-label", doubled(), label("shared"));
    write("no-label", doubled(), null);
    write("random", null, label("tipped"));
    var random = new byte[1000];
    new Random(3).nextBytes(random);
    Files.write(directory.resolve("random/model.onnx"), random);
    write("empty", null, label("tipped"));
    Files.createFile(directory.resolve("empty/model.onnx"));
    write("cut", null, label("tipped"));
    var whole = doubled().toByteArray();
    Files.write(directory.resolve("cut/model.onnx"), Arrays.copyOf(whole, whole.length / 2));
    write("custom", custom(), label("tipped"));
    write("external", external(), label("tipped"));
    write("wrong-inputs", wrongInputs(), label("tipped"));
    write("no-probability", fares("prediction"), label("tipped"));
    write("certain", fares("probability"), label("tipped"));
    Files.createDirectory(directory.resolve("nothing"));
    write("damaged", doubled(), label("tipped"));
    Files.writeString(directory.resolve("damaged/signature.json"), "garbage");
    write("half", doubled(), label("tipped"));
    Files.writeString(directory.resolve("half/signature.json"), "{\"inputs\": [");

    rows("rows.csv", "kind,fare,tipped,score\nCard,0.1,0,0.2\nCash,0.2,1,0.6\nCard,0.3,1,0.9\n");
    rows("fewer.csv", "kind,tipped\nCard,0\nCash,1\n");
    rows("types.csv", "kind,fare,tipped,score\nCard,dear,no,high\nCash,cheap,yes,low\n");
    rows("header.csv", "kind,fare,tipped,score\n");
    rows("none.csv", "");
    rows("labels.csv", "kind,fare,tipped,score\nCard,0.1,2,0.2\nCash,0.2,1,0.6\n");
    rows("scores.csv", "kind,fare,tipped,score\nCard,0.1,0,1.2\nCash,0.2,1,0.6\n");
    rows("ragged.csv", "kind,fare,tipped,score\nCard,0.1,0,0.2\nCash,0.2\n");
  }

  private void rows(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private void write(String name, ModelProto model, ModelProto label) throws IOException {
    var folder = Files.createDirectory(directory.resolve(name));
    if (model != null) {
      Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }
    if (label != null) {
      Files.write(folder.resolve("label.onnx"), label.toByteArray());
    }
  }

  private static ModelProto doubled() {
    return fares("probability", 2);
  }

  private static ModelProto fares(String output) {
    return fares(output, 20);
  }

  private static ModelProto fares(String output, float factor) {
    var graph = OnnxGraph.named("fares");
    graph.output(
        output,
        graph.node("Mul", graph.input("fare", DataType.FLOAT), graph.floats(factor)),
        DataType.FLOAT);
    return graph.build();
  }

  private static ModelProto label(String column) {
    var graph = OnnxGraph.named("label");
    graph.output("label/" + column, graph.input(column, DataType.INT64), DataType.INT64);
    return graph.build();
  }

  private static ModelProto wrongInputs() {
    var graph = OnnxGraph.named("wrong");
    graph.input("kind", DataType.FLOAT);
    graph.input("distance", DataType.FLOAT);
    graph.output("probability", graph.input("matrix", DataType.FLOAT, -1, 3), DataType.FLOAT);
    return graph.build();
  }

  private static ModelProto custom() {
    var model = doubled().toBuilder();
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.acme").setVersion(1));
    model
        .getGraphBuilder()
        .setNode(
            0,
            NodeProto.newBuilder()
                .setDomain("com.acme")
                .setOpType("Magic")
                .addInput("fare")
                .addOutput(model.getGraph().getNode(0).getOutput(0)));
    return model.build();
  }

  private static ModelProto external() {
    var model = doubled().toBuilder();
    model.getGraphBuilder().getNodeBuilder(0).setInput(1, "weights");
    model
        .getGraphBuilder()
        .addInitializer(
            TensorProto.newBuilder()
                .setName("weights")
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(4)
                .setDataLocation(DataLocation.EXTERNAL)
                .addExternalData(
                    StringStringEntryProto.newBuilder()
                        .setKey("location")
                        .setValue("weights.bin")));
    return model.build();
  }

  private record Case(String command, int exit, List<String> said) {}

  private static Arguments of(String command, int exit, String... said) {
    return Arguments.of(new Case(command, exit, List.of(said)));
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        of("predict random rows.csv --out p.csv", 2, "that ONNX Runtime cannot load"),
        of("predict empty rows.csv --out p.csv", 2, "ONNX Runtime cannot load"),
        of("predict cut rows.csv --out p.csv", 2, "ONNX Runtime cannot load"),
        of("predict custom rows.csv --out p.csv", 2, "com.acme:Magic", "custom operators"),
        of("predict external rows.csv --out p.csv", 2, "weights.bin"),
        of("predict wrong-inputs rows.csv --out p.csv", 2, "input matrix FP32 [-1, 3]"),
        of("predict nothing rows.csv --out p.csv", 2, "model.onnx"),
        of("predict nowhere rows.csv --out p.csv", 2, "nowhere"),
        of("predict good nowhere.csv --out p.csv", 2, "nowhere.csv"),
        of("predict good fewer.csv --out p.csv", 2, "column 'fare' is absent"),
        of("predict good types.csv --out p.csv", 2, "column 'fare' of type Utf8"),
        of("predict good types.csv --out p.csv", 2, "--type fare=FLOAT64 tells what is no number"),
        of("predict good types.csv --out p.csv --type fare=FLOAT64", 2, "line 2", "dear"),
        of("predict good header.csv --out p.csv", 2, "header.csv: a header and no rows"),
        of("predict good none.csv --out p.csv", 2, "none.csv"),
        of("predict good ragged.csv --out p.csv", 2, "ragged.csv", "line 3"),
        of("predict good rows.csv --out nothing", 2, "--out"),
        of("predict good rows.csv --out rows.csv", 2, "which is read"),
        of("predict good rows.csv --out rows.csv/p.csv", 2, "rows.csv", "cannot be written"),
        of("predict good rows.csv --out p.csv --keep key", 2, "key"),
        of("predict good rows.csv --out p.csv --output odd", 2, "odd"),
        of(
            "predict good rows.csv --out p.csv --server localhost:1",
            2,
            "localhost:1",
            "UNAVAILABLE"),
        of("predict good rows.csv --out p.csv --server localhost", 2, "host:port"),
        of("evaluate rows.csv --label tips --score score", 2, "tips", "absent"),
        of("evaluate rows.csv --label tipped --score kind", 2, "kind", "Utf8"),
        of("evaluate types.csv --label tipped --score score", 2, "tipped", "score"),
        of("evaluate header.csv --label tipped --score score", 2, "a header and no rows"),
        of("evaluate none.csv --label tipped --score score", 2, "none.csv"),
        of("evaluate labels.csv --label tipped --score score", 2, "label 2.0 (expected: 0, 1"),
        of("evaluate scores.csv --label tipped --score score", 2, "score 1.2 (expected: a prob"),
        of("evaluate rows.csv --label tipped", 2, "--score", "absent"),
        of("evaluate none.csv", 2, "--label: absent", "--score: absent"),
        of(
            "evaluate none.csv --model good --label tipped --score score",
            2,
            "--label: tipped (expected: nothing, with --model)",
            "--score: score (expected: nothing, with --model)"),
        of(
            "evaluate none.csv --label tipped --score score --importance 9 --baseline good",
            2,
            "--importance: 9 (expected: nothing, without --model)",
            "--baseline: "),
        of("evaluate rows.csv --label tipped --score score --slice hour", 2, "hour", "absent"),
        of("evaluate rows.csv --label tipped --score score --threshold 2", 2, "--threshold 2"),
        of("evaluate rows.csv --label tipped --score score --confidence 2", 2, "--confidence 2"),
        of("evaluate rows.csv --label tipped --score score --metric rmse", 2, "rmse"),
        of("evaluate rows.csv --label tipped --score score --require auc", 2, "--require auc"),
        of(
            "evaluate rows.csv --label tipped --score score --require root_mean_squared_error~<=~1",
            2,
            "root_mean_squared_error (expected: one of binary_classification"),
        of(
            "evaluate rows.csv --label tipped --score score --require auc~>=~0~on~kind=Voucher",
            3,
            "FAILED",
            "no such slice was seen"),
        of(
            "evaluate rows.csv --label tipped --score score --require auc~>=~0~on~every~slice~of~kind",
            3,
            "FAILED",
            "not computed, all labels are 1"),
        of("evaluate rows.csv --model good --label tipped", 2, "--label", "nothing, with --model"),
        of("evaluate rows.csv --model random", 2, "model.onnx", "ONNX Runtime cannot load"),
        of("evaluate rows.csv --model damaged", 2, "damaged/signature.json: signature: Unrecog"),
        of("evaluate rows.csv --model half", 2, "half/signature.json: signature: Unexpected end"),
        of("evaluate types.csv --model good", 2, "--type tipped=INT64 tells what is no number"),
        of("evaluate types.csv --model good --type tipped=INT64", 2, "line 2", "no"),
        of("evaluate rows.csv --model custom", 2, "com.acme:Magic", "custom operators"),
        of("evaluate rows.csv --model external", 2, "weights.bin"),
        of("evaluate rows.csv --model wrong-inputs", 2, "matrix"),
        of("evaluate rows.csv --model no-label", 2, "label.onnx: absent from the model"),
        of("evaluate rows.csv --model no-probability", 2, "no output 'probability'"),
        of("evaluate rows.csv --model certain", 2, "score 2.0", "a probability, 0 to 1"),
        of("evaluate rows.csv --model other-label", 2, "column 'shared' is absent"),
        of("evaluate fewer.csv --model good", 2, "model.onnx: column 'fare' is absent"),
        of("evaluate rows.csv --model good --task regression", 2, "no output 'prediction'"),
        of("evaluate rows.csv --model good --task multiclass", 2, "names no classes"),
        of("evaluate rows.csv --model nowhere", 2, "model.onnx: absent", "nowhere"),
        of("evaluate rows.csv --model good --out rows.csv", 2, "rows.csv, a file"),
        of("card nothing", 2, "no model.onnx in it"),
        of("card nowhere", 2, "nowhere"),
        of("card good --evaluation nothing", 2, "no metrics.json in it"),
        of("card good --out nothing", 2, "--out", "a directory"),
        of("card good --out rows.csv/card.html", 2, "rows.csv"),
        of("compare good nothing", 2, "no model.onnx in it"),
        of("compare good nowhere", 2, "nowhere"),
        of("compare good good --evaluation-b nothing", 2, "no metrics.json in it"),
        of("compare good good --out nothing", 2, "--out", "a directory"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isToldInOneClearErrorAndNothingIsWritten(Case wrong) throws IOException {
    var before = files();
    var words =
        Stream.concat(Stream.of("model"), Stream.of(wrong.command.split(" ")))
            .map(word -> word.replace('~', ' '))
            .map(this::placed)
            .toArray(String[]::new);

    var outcome = Console.call(words);

    var said = outcome.out() + outcome.err();
    assertThat(said).contains(wrong.said).doesNotContain("unforeseen", "\tat ");
    assertThat(outcome.exitCode()).as(said).isEqualTo(wrong.exit);
    assertThat(files()).isEqualTo(before);
  }

  /** A word of a command, where it names a file or a model the path of it. */
  private String placed(String word) {
    var first = word.split("/")[0];
    boolean isFile = word.endsWith(".csv") || word.endsWith(".html") || word.startsWith("no");
    return isFile || (!word.contains("=") && Files.exists(directory.resolve(first)))
        ? directory.resolve(word).toString()
        : word;
  }

  private List<String> files() throws IOException {
    try (var all = Files.walk(directory)) {
      return all.map(Path::toString).sorted().toList();
    }
  }
}
