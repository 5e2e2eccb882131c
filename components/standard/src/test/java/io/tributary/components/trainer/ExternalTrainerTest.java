package io.tributary.components.trainer;

import static io.tributary.components.trainer.TransformedData.BASE;
import static io.tributary.components.trainer.TransformedData.C;
import static io.tributary.components.trainer.TransformedData.EXAMPLES;
import static io.tributary.components.trainer.TransformedData.LABEL;
import static io.tributary.components.trainer.TransformedData.TRANSFORM;
import static io.tributary.components.trainer.TransformedData.X;
import static io.tributary.components.trainer.TransformedData.examples;
import static io.tributary.components.trainer.TransformedData.ids;
import static io.tributary.components.trainer.TransformedData.infer;
import static io.tributary.components.trainer.TransformedData.labels;
import static io.tributary.components.trainer.TransformedData.numbers;
import static io.tributary.components.trainer.TransformedData.texts;
import static io.tributary.components.trainer.TransformedData.transform;
import static io.tributary.components.trainer.TransformedData.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.FakeRun;
import io.tributary.api.digest.FileDigests;
import io.tributary.components.json.Json;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import io.tributary.components.process.ExternalProcess;
import io.tributary.components.process.ProcessLimits;
import io.tributary.components.trainer.TransformedData.Column;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shell scripts stand in for programs that learn: they hand over a graph made here. */
@Timeout(120)
class ExternalTrainerTest {
  private static final String HAND_OVER = "cp ../../../made.onnx model/model.onnx\n";

  @TempDir Path directory;

  private ExternalTrainer trainer(String script) throws IOException {
    var file = Files.writeString(directory.resolve("train.sh"), script);
    return new ExternalTrainer(EXAMPLES, TRANSFORM, ExternalProcess.of("sh").withFile(file));
  }

  private FakeRun<ExternalTrainer.Outputs> run(
      ExternalTrainer trainer, Path transform, Column... columns) throws IOException {
    var rows = examples(Files.createTempDirectory(directory, "rows"), "train", 2, columns);
    trainer.evaluationSplit().ifPresent(split -> examples(rows, split, 2, columns));
    var run = FakeRun.of(trainer, Files.createTempDirectory(directory, "run"));
    run.given(EXAMPLES, rows).given(TRANSFORM, transform);
    if (trainer.baseModel().isPresent()) {
      run.given(BASE, directory.resolve("base"));
    }
    return run;
  }

  private Path train(ExternalTrainer trainer, String label, Column labels) throws Exception {
    var transform =
        transform(Files.createTempDirectory(directory, "transform"), "x", labels(label));
    try (var run = run(trainer, transform, X, C, labels)) {
      return run.execute().made(ExternalTrainer.Outputs::model).path();
    }
  }

  private Path train(ExternalTrainer trainer) throws Exception {
    return train(trainer, "BOOLEAN", LABEL);
  }

  private ExecutionFailure failure(ExternalTrainer trainer) {
    return catchThrowableOfType(ExecutionFailure.class, () -> train(trainer));
  }

  /** What is said when a program hands over a graph that has been changed. */
  private ExecutionFailure failure(UnaryOperator<ModelProto> change) throws IOException {
    var graph = graph();
    graph.output("probability", graph.node("Clip", "x_scaled"), DataType.FLOAT);
    handOver(change.apply(graph.build()));
    return failure(trainer(HAND_OVER));
  }

  private void handOver(OnnxGraph graph) throws IOException {
    handOver(graph.build());
  }

  private void handOver(ModelProto model) throws IOException {
    Files.write(directory.resolve("made.onnx"), model.toByteArray());
  }

  /** A graph that takes one of the features. */
  private static OnnxGraph graph() {
    var graph = OnnxGraph.named("made");
    graph.input("x_scaled", DataType.FLOAT);
    return graph;
  }

  /** The probability is the first feature. */
  private void handOverTheFirstFeature() throws IOException {
    var graph = graph();
    graph.output("probability", graph.node("Identity", "x_scaled"), DataType.FLOAT);
    handOver(graph);
  }

  private static Map<?, ?> json(Path file) throws IOException {
    return (Map<?, ?>) Json.read(Files.readAllBytes(file));
  }

  @Test
  void joinsTransformAndGraphAndMakesThePayloadOfAModel() throws Exception {
    handOverTheFirstFeature();
    var model = train(trainer(HAND_OVER + "echo weights > model/weights.bin\n"));

    var answers = infer(model, 0.4f, 1, 1.2f);
    assertThat(answers.byName().keySet()).containsExactly("probability", "label");
    assertThat(answers.get("probability")).isEqualTo(FloatTensor.column(0.2f, 0.5f, 0.6f));
    assertThat(answers.get("label")).isEqualTo(Int64Tensor.column(0, 1, 1));
    assertThat(model.resolve("signature.json"))
        .content()
        .contains("{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [-1, 1]}")
        .contains("{\"name\": \"label\", \"datatype\": \"INT64\", \"shape\": [-1, 1]}");
    assertThat(model.resolve("label.onnx")).exists();
    assertThat(model.resolve("native/weights.bin")).hasContent("weights");
    assertThat(model.resolve("native/model.onnx"))
        .hasBinaryContent(Files.readAllBytes(directory.resolve("made.onnx")));
  }

  @Test
  void takesAllFeaturesInOneTensorAndProbabilitiesOfBothClasses() throws Exception {
    var graph = OnnxGraph.named("made");
    var rows = graph.input("features", DataType.FLOAT, -1, 2);
    var id = graph.node("Gather", graph.node("Transpose", rows), graph.vector(1));
    var one = graph.node("Mul", graph.node("Transpose", id), graph.floats(0.1f));
    var zero = graph.node("Sub", graph.floats(1), one);
    graph.output("label", graph.cast(one, DataType.INT64), DataType.INT64);
    graph.output(
        "probabilities",
        graph.node(
            OnnxDomain.STANDARD, "Concat", List.of(OnnxAttribute.ofInt("axis", 1)), zero, one),
        DataType.FLOAT,
        -1,
        2);
    handOver(graph);
    // Ids out of range arrive as −1.
    var data = new Column[] {X, ids("c_id", 0L, 1L, 2L, 1L, 0L), LABEL};
    var transform = transform(directory.resolve("transform"));
    try (var run = run(trainer(HAND_OVER), transform, data)) {
      var model = run.execute().made(ExternalTrainer.Outputs::model).path();
      try (var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
        var inputs = Map.of("x", FloatTensor.column(1, 1), "c", Int64Tensor.column(1, 7));
        assertThat(onnx.infer(Map.copyOf(inputs)).get("probability"))
            .isEqualTo(FloatTensor.column(0.1f, 0.7f));
      }
    }
  }

  @Test
  void doesMultiClassClassification() throws Exception {
    var graph = graph();
    var one = graph.node("Identity", "x_scaled");
    var rest = graph.node("Sub", graph.floats(1), one);
    graph.output(
        "probabilities",
        graph.node(
            OnnxDomain.STANDARD, "Concat", List.of(OnnxAttribute.ofInt("axis", 1)), one, rest),
        DataType.FLOAT,
        -1,
        2);
    handOver(graph);
    var model =
        train(
            trainer(HAND_OVER + "cp request.json model/\n"),
            "TEXT",
            texts("big_tip", "é", "a", "a", "é", "a"));

    var answers = infer(model, 2f, 0.2f);
    assertThat(answers.get("label")).isEqualTo(BytesTensor.column("a", "é"));
    assertThat(model.resolve("signature.json")).content().contains("\"classes\": [\"a\",\"");
    var request = json(model.resolve("native/request.json"));
    assertThat(request.get("task")).isEqualTo("multiclass_classification");
    assertThat(request.get("classes")).isEqualTo(List.of("a", "é"));
    assertThat(request.get("outputs"))
        .isEqualTo(
            List.of(
                Map.of("name", "probabilities", "datatype", "FP32", "shape", List.of(-1L, 2L))));
  }

  @Test
  void doesRegression() throws Exception {
    var graph = graph();
    graph.output("prediction", graph.node("Mul", "x_scaled", graph.floats(8)), DataType.FLOAT);
    handOver(graph);
    var model = train(trainer(HAND_OVER), "NUMBER", numbers("big_tip", 1f, 2f, 7f, 5f, 9f));

    assertThat(infer(model, 1f).get("prediction")).isEqualTo(FloatTensor.column(4));
  }

  @Test
  void clustersWithoutLabel() throws Exception {
    var graph = graph();
    graph.output(
        "distances", graph.node("Add", "x_scaled", graph.floats(2, 1, 3)), DataType.FLOAT, -1, 3);
    handOver(graph);
    var transform = transform(directory.resolve("transform"), "x", "\"labels\": []");
    try (var run = run(trainer(HAND_OVER), transform, X, C)) {
      var model = run.execute().made(ExternalTrainer.Outputs::model).path();
      assertThat(infer(model, 2f).get("cluster")).isEqualTo(Int64Tensor.column(1));
      assertThat(infer(model, 2f).get("distance")).isEqualTo(FloatTensor.column(2));
    }
  }

  @Test
  void givesAVectorAsAVector() throws Exception {
    var features = OnnxGraph.named("features");
    var x = features.input("x", DataType.FLOAT);
    features.output("v", features.node("Mul", x, features.floats(3, 2)), DataType.FLOAT, -1, 2);
    var transform = transform(directory.resolve("transform"));
    Files.write(transform.resolve("transform.onnx"), features.bytes());
    Files.writeString(
        transform.resolve("transform.json"),
        "{\"inputs\": [{\"name\": \"x\", \"dtype\": \"FP32\"}], \"features\":"
            + " [{\"name\": \"v\", \"kind\": \"VECTOR\", \"size\": 2}],"
            + " \"labels\": [{\"name\": \"big_tip\", \"kind\": \"BOOLEAN\"}]}");
    var graph = OnnxGraph.named("made");
    var v = graph.input("v", DataType.FLOAT, -1, 2);
    var second =
        graph.node("Transpose", graph.node("Gather", graph.node("Transpose", v), graph.vector(1)));
    graph.output("probability", second, DataType.FLOAT);
    handOver(graph);
    var rows = vectors("v", 2, 9, 0.1f, 9, 0.2f, 9, 0.3f, 9, 0.4f, 9, 0.5f);
    try (var run = run(trainer(HAND_OVER), transform, rows, LABEL)) {
      var model = run.execute().made(ExternalTrainer.Outputs::model).path();
      try (var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
        assertThat(onnx.infer(Map.of("x", FloatTensor.column(0.25f))).get("probability"))
            .isEqualTo(FloatTensor.column(0.5f));
      }
    }
  }

  @Test
  void joinsGraphsThatHaveGraphsInside() throws Exception {
    var branch =
        GraphProto.newBuilder()
            .setName("branch")
            .addNode(
                NodeProto.newBuilder().setOpType("Identity").addInput("x_scaled").addOutput("out"))
            .addOutput(ValueInfoProto.newBuilder().setName("out"))
            .build();
    var graph = graph();
    var yes = graph.constant(OnnxTensor.booleans(new long[0], true));
    graph.output("probability", graph.node("Identity", "x_scaled"), DataType.FLOAT);
    var model = graph.build().toBuilder();
    model
        .getGraphBuilder()
        .clearNode()
        .addNode(
            NodeProto.newBuilder()
                .setOpType("If")
                .addInput(yes)
                .addOutput("probability")
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("then_branch")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(branch))
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("else_branch")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(branch)));
    handOver(model.build());

    assertThat(infer(train(trainer(HAND_OVER)), 0.5f).get("probability"))
        .isEqualTo(FloatTensor.column(0.25f));
  }

  @Test
  void tellsTheProgramAllItHasToKnow() throws Exception {
    handOverTheFirstFeature();
    var base = directory.resolve("base");
    Files.move(train(trainer(HAND_OVER)), base);
    var script = HAND_OVER + "cp \"$TRIBUTARY_REQUEST\" model/\n";
    var program = trainer(script).program().withLimits(ProcessLimits.NONE.withThreads(3));
    var model =
        train(
            new ExternalTrainer(EXAMPLES, TRANSFORM, program)
                .withEvaluationSplit("eval")
                .withBaseModel(BASE)
                .withMaxModelBytes(1000)
                .withHyperparameter("depth", 6)
                .withHyperparameter("rate", 0.1)
                .withHyperparameter("loss", "log")
                .withHyperparameter("balanced", true));

    var request = json(model.resolve("native/request.json"));
    assertThat(request.keySet().stream().map(String::valueOf))
        .containsExactly(
            "protocol",
            "task",
            "seed",
            "hyper_parameters",
            "features",
            "labels",
            "classes",
            "weight",
            "train",
            "evaluation",
            "base_model",
            "model_directory",
            "outputs",
            "opset",
            "max_model_bytes",
            "memory_bytes",
            "threads");
    assertThat(request.get("protocol")).isEqualTo(1L);
    assertThat(request.get("task")).isEqualTo("binary_classification");
    assertThat(request.get("seed")).isEqualTo(1L);
    assertThat(request.get("hyper_parameters"))
        .isEqualTo(Map.of("depth", 6L, "rate", 0.1, "loss", "log", "balanced", true));
    assertThat(request.get("features"))
        .isEqualTo(
            List.of(
                Map.of("name", "x_scaled", "kind", "number", "size", 0L),
                Map.of("name", "c_id", "kind", "id", "size", 3L)));
    assertThat(request.get("labels")).isEqualTo(List.of("big_tip"));
    assertThat(String.valueOf(request.get("train"))).contains("Split-train/part-00000.arrow");
    assertThat(String.valueOf(request.get("evaluation"))).contains("Split-eval/part-00000.arrow");
    assertThat(request.get("base_model")).isEqualTo(base.resolve("native").toString());
    assertThat(request.get("opset")).isEqualTo(Map.of("ai.onnx", 17L, "ai.onnx.ml", 3L));
    assertThat(request.get("max_model_bytes")).isEqualTo(1000L);
    assertThat(request.get("threads")).isEqualTo(3L);
    assertThat(request.get("memory_bytes")).isNull();
  }

  @Test
  void putsWhatTheProgramTellsOnTheModelCard() throws Exception {
    handOverTheFirstFeature();
    var trainer =
        trainer(
                HAND_OVER
                    + "echo '{\"algorithm\": \"stump\", \"library\": \"sh 1\", \"fitted\":"
                    + " {\"rounds\": 3}, \"hyper_parameters\": {\"c\": 1}}' > model/model.json\n")
            .withHyperparameter("depth", 1);
    var card = json(train(trainer).resolve("model_card.json"));

    assertThat(card.get("algorithm")).isEqualTo("stump");
    assertThat(card.get("library")).isEqualTo("sh 1");
    assertThat(card.get("training")).isEqualTo("sh train.sh");
    assertThat(card.get("hyper_parameters")).isEqualTo(Map.of("depth", 1L, "c", 1L));
    assertThat(card.get("fitted")).isEqualTo(Map.of("rounds", 3L));
    assertThat(card.get("options"))
        .isEqualTo(Map.of("program_digest", trainer.externalDigest(FileDigests.READING)));
    assertThat(((Map<?, ?>) card.get("data")).get("rows")).isEqualTo(5L);
  }

  @Test
  void makesEqualBytesWhenTheProgramDoes() throws Exception {
    handOverTheFirstFeature();
    var trainer = trainer(HAND_OVER);
    assertThat(Files.readAllBytes(train(trainer).resolve("model.onnx")))
        .isEqualTo(Files.readAllBytes(train(trainer).resolve("model.onnx")));
  }

  @Test
  void tellsProgressAndEndsAfterAFloodOfLines() throws Exception {
    handOverTheFirstFeature();
    var script = "yes line | head -n 2000000\necho '@progress 3 of 4 rounds'\n" + HAND_OVER;
    try (var run = run(trainer(script), transform(directory.resolve("t")), X, C, LABEL)) {
      run.execute();
      assertThat(run.messages())
          .containsExactly("lets sh train.sh learn from 5 rows", "3 of 4 rounds");
    }
  }

  @Test
  void failsWithTheLastWordsOfAProgramThatCrashes() throws Exception {
    handOverTheFirstFeature();
    assertThat(failure(trainer(HAND_OVER + "echo 'no column tips' >&2; exit 3\n")))
        .hasMessageContaining("exit code 3; it said last: no column tips")
        .extracting(ExecutionFailure::code)
        .isEqualTo(Code.USER_CODE);
  }

  @Test
  void failsWhenTheProgramIsKilledThoughItsModelIsThere() throws Exception {
    handOverTheFirstFeature();
    assertThat(failure(trainer(HAND_OVER + "kill -9 $$\n")))
        .hasMessageContaining("exit code 137, somebody killed it");
  }

  @Test
  void stopsAProgramThatHangsAndPublishesNothing() throws Exception {
    handOverTheFirstFeature();
    var ready = directory.resolve("ready");
    var trainer = trainer(HAND_OVER + "echo $$ > " + ready + "\nsleep 600\n");
    var thrown = new AtomicReference<Throwable>();
    try (var run = run(trainer, transform(directory.resolve("t")), X, C, LABEL)) {
      var thread =
          new Thread(
              () -> {
                try {
                  run.execute();
                } catch (Throwable e) {
                  thrown.set(e);
                }
              });
      thread.start();
      while (!Files.exists(ready)) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      thread.interrupt();
      thread.join();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      assertThat(run.madeOutputs()).isEmpty();
    }
  }

  @Test
  void refusesAModelThatIsNotThere() throws Exception {
    assertThat(failure(trainer("echo 1 > model/other.onnx\n")))
        .hasMessageContaining("model.onnx: no such file, only [other.onnx]");
    assertThat(failure(trainer("ln -s /etc/passwd model/model.onnx\n")))
        .hasMessageContaining("model.onnx: no such file, only [model.onnx]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30, 60})
  void refusesHalfAModel(int bytes) throws Exception {
    handOverTheFirstFeature();
    var script = "head -c " + bytes + " ../../../made.onnx > model/model.onnx\n";
    assertThat(failure(trainer(script)))
        .hasMessageContaining(bytes + " bytes that are no whole ONNX model")
        .extracting(ExecutionFailure::code)
        .isEqualTo(Code.INVALID_DATA);
  }

  @Test
  void refusesAModelWithoutItsLastBytes() throws Exception {
    handOverTheFirstFeature();
    var size = Files.size(directory.resolve("made.onnx"));
    for (long missing = 1; missing <= 4; missing++) {
      var script = "head -c " + (size - missing) + " ../../../made.onnx > model/model.onnx\n";
      assertThat(failure(trainer(script))).isNotNull();
    }
  }

  @Test
  void refusesAModelThatIsTooLarge() throws Exception {
    handOverTheFirstFeature();
    assertThat(failure(trainer(HAND_OVER).withMaxModelBytes(20)))
        .hasMessageContaining("bytes (expected: at most 20)");
    assertThatThrownBy(() -> trainer("").withMaxModelBytes(2L << 30))
        .hasMessageContaining("maxModelBytes: 2147483648 (expected: 1 to 1610612736)");
  }

  @Test
  void tellsAllThatIsWrongWithAGraphAtOnce() throws Exception {
    var failure =
        failure(
            model -> {
              var wrong = model.toBuilder();
              wrong.getOpsetImportBuilder(0).setVersion(15);
              wrong.getGraphBuilder().getInputBuilder(0).setName("x_scald");
              wrong.getGraphBuilder().getNodeBuilder(0).setDomain("my.ops").setOpType("Stump");
              wrong.getGraphBuilder().getOutputBuilder(0).setName("variable");
              wrong.addFunctions(FunctionProto.newBuilder().setName("helper"));
              return wrong.build();
            });
    assertThat(failure)
        .hasMessageContaining("5 problems")
        .hasMessageContaining("operator set '': 15 (expected: 17, which the transform draws from)")
        .hasMessageContaining("operators: [my.ops.Stump] (expected: operators of ai.onnx and")
        .hasMessageContaining(
            "input 'x_scald': no feature (expected: some of ['x_scaled', 'c_id'], or 'features'"
                + " alone, FLOAT [N, 2])")
        .hasMessageContaining("functions: [helper]")
        .hasMessageContaining(
            "outputs: ['variable'] (expected: 'probability' FP32 [N, 1], or 'probabilities' FP32"
                + " [N, 2], for a binary classification)");
    assertThat(failure.code()).isEqualTo(Code.INVALID_DATA);
  }

  @Test
  void refusesTensorsOfAnotherTypeOrShape() throws Exception {
    var failure =
        failure(
            model -> {
              var wrong = model.toBuilder();
              var input = wrong.getGraphBuilder().getInputBuilder(0).getTypeBuilder();
              input.getTensorTypeBuilder().setElemType(DataType.DOUBLE.getNumber());
              var output = wrong.getGraphBuilder().getOutputBuilder(0).getTypeBuilder();
              output.getTensorTypeBuilder().getShapeBuilder().getDimBuilder(0).setDimValue(1);
              return wrong.build();
            });
    assertThat(failure)
        .hasMessageContaining("input 'x_scaled': DOUBLE [N, 1] (expected: FLOAT [N, 1], with any")
        .hasMessageContaining("output 'probability': FLOAT [1, 1] (expected: FLOAT [N, 1], with");
  }

  @Test
  void refusesMapsOfClasses() throws Exception {
    assertThat(
            failure(
                model -> {
                  var wrong = model.toBuilder();
                  wrong
                      .getGraphBuilder()
                      .getOutputBuilder(0)
                      .setType(
                          TypeProto.newBuilder().setSequenceType(TypeProto.Sequence.newBuilder()));
                  return wrong.build();
                }))
        .hasMessageContaining("output 'probability': no tensor")
        .hasMessageContaining("zipmap=False");
  }

  @Test
  void refusesWeightsOutsideTheFile() throws Exception {
    assertThat(
            failure(
                model -> {
                  var wrong = model.toBuilder();
                  wrong
                      .getGraphBuilder()
                      .addInitializerBuilder()
                      .setName("weights")
                      .setDataType(DataType.FLOAT.getNumber())
                      .setDataLocation(DataLocation.EXTERNAL);
                  return wrong.build();
                }))
        .hasMessageContaining("external data: [weights] (expected: all weights in the file)");
  }

  @Test
  void refusesWhatOnnxRuntimeDoesNotLoad() throws Exception {
    assertThat(
            failure(
                model -> {
                  var wrong = model.toBuilder();
                  wrong.getGraphBuilder().getNodeBuilder(0).setOpType("NoSuchOperator");
                  return wrong.build();
                }))
        .hasMessageContaining("NoSuchOperator")
        .hasMessageContaining("a graph that ONNX Runtime loads")
        .extracting(ExecutionFailure::code)
        .isEqualTo(Code.INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Normalizer", "LabelEncoder"})
  void takesOlderOperatorsOfMachineLearningUnlessTheyMeanSomethingElse(String operator)
      throws Exception {
    var graph = graph();
    graph.output(
        "probability", graph.node(OnnxDomain.ML, operator, List.of(), "x_scaled"), DataType.FLOAT);
    var model = graph.build().toBuilder();
    model.getOpsetImportBuilder(1).setVersion(1);
    handOver(model.build());
    if (operator.equals("LabelEncoder")) {
      assertThat(failure(trainer(HAND_OVER)))
          .hasMessageContaining("operator set 'ai.onnx.ml': 1 (expected: 3, which the transform");
    } else {
      assertThat(infer(train(trainer(HAND_OVER)), 0.5f).get("probability"))
          .isEqualTo(FloatTensor.column(1));
    }
  }

  private ExecutionFailure failureOf(OnnxGraph graph, String probability) throws IOException {
    graph.output("probability", probability, DataType.FLOAT);
    handOver(graph);
    return failure(trainer(HAND_OVER));
  }

  @Test
  void refusesScoresThatAreNoProbabilities() throws Exception {
    var graph = graph();
    assertThat(failureOf(graph, graph.node("Mul", "x_scaled", graph.floats(5))))
        .hasMessageContaining("output 'probability': 3.5 for a row that it was trained on")
        .hasMessageContaining("export probabilities, not scores or margins");
  }

  @Test
  void refusesPredictionsThatAreNoNumbers() throws Exception {
    var graph = graph();
    assertThat(failureOf(graph, graph.node("Sqrt", graph.node("Neg", "x_scaled"))))
        .hasMessageContaining("predicts NaN for a row it was trained on");
  }

  @Test
  void refusesAGraphThatLooksAtOtherRows() throws Exception {
    var graph = graph();
    var mean = graph.node("ReduceMean", "x_scaled");
    assertThat(failureOf(graph, graph.node("Mul", "x_scaled", mean)))
        .hasMessageContaining("when there are others in the batch")
        .hasMessageContaining("export a graph that looks at each row alone");
  }

  @Test
  void refusesAnotherNumberOfRows() throws Exception {
    var graph = graph();
    assertThat(failureOf(graph, graph.node("Gather", "x_scaled", graph.vector(0))))
        .hasMessageContaining("output 'probability': shape [1, 1] for 5 rows");
  }

  @Test
  void refusesAReportThatCannotBeRead() throws Exception {
    handOverTheFirstFeature();
    assertThat(failure(trainer(HAND_OVER + "echo '{\"algorithm\": ' > model/model.json\n")))
        .hasMessageContaining("model.json > content: no JSON");
    var wrong = "{\"algorithm\": 1, \"fitted\": {\"a\": []}, \"provenance\": 2}";
    assertThat(failure(trainer(HAND_OVER + "echo '" + wrong + "' > model/model.json\n")))
        .hasMessageContaining("3 problems")
        .hasMessageContaining("'algorithm': 1 (expected: a text)")
        .hasMessageContaining("'fitted' > 'a': [] (expected: a text, number or truth value)")
        .hasMessageContaining("'provenance': 2 (expected: an object)");
  }

  @Test
  void refusesLinksAmongTheFilesOfTheModel() throws Exception {
    handOverTheFirstFeature();
    assertThat(failure(trainer(HAND_OVER + "ln -s /etc/passwd model/weights\n")))
        .hasMessageContaining("model directory: 'weights' is a link, or something else");
  }

  @Test
  void asksForRowsThatCanBeLearntFromBeforeTheProgramStarts() throws Exception {
    var started = directory.resolve("started");
    var trainer = trainer("touch " + started + "\n");
    assertThatThrownBy(() -> train(trainer, "BOOLEAN", numbers("big_tip", 1f, 1f, 1f, 1f, 1f)))
        .hasMessageContaining("label 'big_tip': 1.0 in all 5 rows");
    assertThatThrownBy(() -> train(trainer.withSplit("test")))
        .hasMessageContaining("split: 'test' (expected: one of [train])");
    assertThatThrownBy(() -> trainer.withSplit(" ")).hasMessageContaining("split: ' '");
    assertThat(started).doesNotExist();
  }

  @Test
  void runsAgainWhenTheProgramHasChanged() throws Exception {
    var before = trainer("exit 0\n").externalDigest(FileDigests.READING);
    assertThat(trainer("exit 1\n").externalDigest(FileDigests.READING)).isNotEqualTo(before);
  }

  @Test
  void refusesHyperParametersThatAreNoNumbers() throws Exception {
    var trainer = trainer("");
    assertThatThrownBy(() -> trainer.withHyperparameter("rate", Double.NaN))
        .hasMessageContaining("hyper-parameter: NaN (expected: a finite number)");
  }
}
