package io.tributary.components.bulkinferrer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.InputArtifact;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.InferenceResult;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Tensor;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkInferrerTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Ingest", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Model> MODEL =
      Channel.of("Trainer", "model", ArtifactType.of(Model.class));
  private static final Channel<ModelBlessing> BLESSING =
      Channel.of("Evaluator", "blessing", ArtifactType.of(ModelBlessing.class));

  @TempDir Path directory;
  private Path model;
  private Path examples;
  private int runs;

  @BeforeEach
  void makeArtifacts() throws IOException {
    model = Files.createDirectory(directory.resolve("model"));
    examples = Files.createDirectory(directory.resolve("examples"));
    Graphs.everyOutput(model.resolve("model.onnx"));
    RawRows.write(examples, "train", 1, 30, 1, 20);
    RawRows.write(examples, "eval", 2, 10);
  }

  private FakeRun<BulkInferrer.Outputs> runOf(BulkInferrer inferrer) {
    return FakeRun.of(inferrer, directory.resolve("run-" + runs++)).given(EXAMPLES, examples);
  }

  private InputArtifact<InferenceResult> infer(BulkInferrer inferrer) throws Exception {
    try (var run = runOf(inferrer)) {
      run.given(MODEL, model).execute();
      return run.made(BulkInferrer.Outputs::inferenceResult);
    }
  }

  private static BulkInferrer inferrer() {
    return new BulkInferrer(EXAMPLES, MODEL);
  }

  @Test
  void putsPredictionsBesideTheColumnsOfEverySplit() throws Exception {
    var result = infer(inferrer());

    assertThat(columns(result, "train"))
        .containsExactly(
            "key",
            "text",
            "number",
            "whole",
            "probabilities/low",
            "probabilities/größer",
            "probabilities/a,b",
            "unnamed/0",
            "unnamed/1",
            "unnamed/2",
            "open",
            "double",
            "whole_out",
            "small",
            "positive",
            "word",
            "flat",
            "id");
    assertThat(values(result, "train", "key")).hasSize(51).startsWith(0L, 1L).endsWith(50L);
    assertThat(values(result, "eval", "key")).hasSize(10);
    assertThat(result.property(InferenceResult.INFERRED)).contains(true);
    assertThat(result.property(InferenceResult.ROWS)).contains(61L);
    assertThat(result.property(InferenceResult.MODEL))
        .contains(model.resolve("model.onnx").toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 5, 6})
  void everyRowGetsWhatTheModelSaysOfItAlone(long seed) throws Exception {
    RawRows.write(examples, "odd", seed, 17, 5_000, 1, 63);

    var result = infer(inferrer().withSplits("odd"));

    try (var allocator = new RootAllocator();
        var onnx = OnnxModel.open(model.resolve("model.onnx"));
        var asked = new ExamplesReader(Dataset.of(examples, List.of("odd")), allocator);
        var told = new ExamplesReader(Dataset.of(result.path(), List.of("odd")), allocator)) {
      var inputs = new RowInputs(onnx.signature());
      while (asked.loadNextBatch()) {
        assertThat(told.loadNextBatch()).isTrue();
        for (int row = 0; row < asked.batch().getRowCount(); row += 7) {
          checkRow(onnx.infer(inputs.read(asked.batch(), row, 1)).byName(), told.batch(), row);
        }
      }
      assertThat(told.loadNextBatch()).isFalse();
    }
  }

  private static void checkRow(Map<String, Tensor> answer, VectorSchemaRoot told, int row) {
    answer.forEach(
        (output, tensor) -> {
          var expected = new ArrayList<String>();
          for (int i = 0; i < tensor.size(); i++) {
            expected.add(tensor instanceof BytesTensor texts ? texts.string(i) : tensor.text(i));
          }
          var found = new ArrayList<String>();
          for (var column : told.getFieldVectors()) {
            if (column.getName().equals(output) || column.getName().startsWith(output + "/")) {
              var value = column.getObject(row);
              var values = value instanceof List<?> list ? list : List.of(value);
              values.forEach(each -> found.add(String.valueOf(each)));
            }
          }
          assertThat(found).as("%s of row %d", output, row).isEqualTo(expected);
        });
  }

  @Test
  void keepsTheColumnsAndOutputsThatAreNamedInThatOrder() throws Exception {
    var result =
        infer(
            inferrer()
                .withSplits("eval")
                .withColumns("text", "key")
                .withOutputs("word", "whole_out")
                .withPrefix("predicted_"));

    assertThat(columns(result, "eval"))
        .containsExactly("text", "key", "predicted_word", "predicted_whole_out");
    assertThat(result.path()).isDirectoryNotContaining("glob:**/Split-train");
  }

  @Test
  void predictionsMayStandAlone() throws Exception {
    var result = infer(inferrer().withColumns().withOutputs("id"));

    assertThat(columns(result, "train")).containsExactly("id");
    assertThat(values(result, "train", "id")).hasSize(51).contains(2L, -1L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void theNumberOfThreadsDoesNotShow(int threads) throws Exception {
    var expected = bytes(infer(inferrer()), "train");

    try (var run = runOf(inferrer()).given(MODEL, model).withThreads(threads)) {
      run.execute();
      assertThat(bytes(run.made(BulkInferrer.Outputs::inferenceResult), "train"))
          .isEqualTo(expected);
    }
  }

  @Test
  void examplesWithoutRowsGiveTheColumns() throws Exception {
    RawRows.write(examples, "none", 1);

    var result = infer(inferrer().withSplits("none").withOutputs("word"));

    assertThat(columns(result, "none")).contains("key", "word");
    assertThat(result.property(InferenceResult.ROWS)).contains(0L);
  }

  @Test
  void asksAModelOnlyIfItIsBlessed() throws Exception {
    for (boolean blessed : new boolean[] {true, false}) {
      try (var run = runOf(inferrer().withBlessing(BLESSING)).given(MODEL, model)) {
        run.given(
                BLESSING,
                Files.createDirectories(directory.resolve("blessing")),
                Map.of(ModelBlessing.BLESSED, blessed, ModelBlessing.MESSAGE, "auc low"))
            .execute();
        var result = run.made(BulkInferrer.Outputs::inferenceResult);
        assertThat(result.property(InferenceResult.INFERRED)).contains(blessed);
        assertThat(Files.exists(result.path().resolve("Split-train"))).isEqualTo(blessed);
        assertThat(run.messages().contains("not asked: auc low")).isEqualTo(!blessed);
      }
    }
  }

  @Test
  void refusesTheBlessingOfAnotherModel() throws Exception {
    try (var run = runOf(inferrer().withBlessing(BLESSING)).given(MODEL, model)) {
      run.given(
          BLESSING,
          Files.createDirectories(directory.resolve("blessing")),
          Map.of(ModelBlessing.BLESSED, true, ModelBlessing.CURRENT_MODEL_DIGEST, "abc"));
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("BulkInferrer < blessing: that of another model, abc");
    }
  }

  @Test
  void withoutABlessingThatIsAskedForNothingIsAsked() throws Exception {
    var result = infer(inferrer().withBlessing(BLESSING));

    assertThat(result.property(InferenceResult.INFERRED)).contains(false);
    assertThat(result.property(InferenceResult.ROWS)).contains(0L);
  }

  @Test
  void aServingTierGivesTheSameBytes() throws Exception {
    var repository = new ModelRepository(directory.resolve("serving"));
    var published = repository.publish("every", model.resolve("model.onnx"));
    repository.activate("every", List.of(published.version()));
    try (var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
      Files.writeString(model.resolve("signature.json"), onnx.signature().toJson());
    }
    var expected = bytes(infer(inferrer()), "train");

    try (var server = ModelServer.serving(repository).grpcPort(0).start()) {
      var endpoint = new ServingEndpoint(server.grpcAddress().orElseThrow(), "every");
      var result = infer(inferrer().withEndpoint(endpoint));
      assertThat(bytes(result, "train")).isEqualTo(expected);
      assertThat(result.property(InferenceResult.MODEL))
          .contains("model 'every' version 1 at " + endpoint.address());
      assertThat(inferrer().withEndpoint(endpoint).externalDigest(file -> ""))
          .isEqualTo("model 'every' version 1 at " + endpoint.address());

      try (var run = runOf(new BulkInferrer(EXAMPLES, endpoint.withVersion(1)))) {
        run.execute();
        var alone = run.made(BulkInferrer.Outputs::inferenceResult);
        assertThat(columns(alone, "eval"))
            .as("the protocol does not tell the names of classes")
            .contains("probabilities/0");
        assertThat(values(alone, "eval", "word")).isEqualTo(values(result, "eval", "word"));
      }
    }
  }

  @Test
  void tellsThatNoServerAnswers() {
    var endpoint = new ServingEndpoint("localhost:1", "every").withDeadline(Duration.ofSeconds(5));

    assertThatThrownBy(() -> infer(inferrer().withEndpoint(endpoint)))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            e -> assertThat(e.code()).isEqualTo(ExecutionFailure.Code.UNAVAILABLE))
        .hasMessageContaining("inference > localhost:1: UNAVAILABLE")
        .hasMessageContaining("see whether it is up");
  }

  /** A server that takes the connection, and never answers. */
  @Test
  void aServerThatIsSilentIsGivenUpAfterTheDeadline() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + silent.getLocalPort();
      var endpoint = new ServingEndpoint(address, "every").withDeadline(Duration.ofMillis(100));

      assertThatThrownBy(() -> infer(inferrer().withEndpoint(endpoint)))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("inference > " + address + ": DEADLINE_EXCEEDED")
          .hasMessageContaining("no answer within PT0.1S")
          .hasMessageContaining("see whether it is up, and run again");
    }
  }

  @Test
  void tellsThatTheServerDoesNotServeTheModel() throws Exception {
    var repository = new ModelRepository(Files.createDirectory(directory.resolve("serving")));
    try (var server = ModelServer.serving(repository).grpcPort(0).start()) {
      var endpoint = new ServingEndpoint(server.grpcAddress().orElseThrow(), "other");
      assertThatThrownBy(() -> infer(inferrer().withEndpoint(endpoint)))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("NOT_FOUND")
          .hasMessageContaining("other");
    }
  }

  @Test
  void tellsEverythingThatIsWrongWithAForeignModelAtOnce() throws Exception {
    Graphs.withCustomOperator(model.resolve("model.onnx"));

    assertThatThrownBy(() -> infer(inferrer().withColumns("missing").withOutputs("odd", "count")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("operators [com.acme:Fancy] (expected: those of ai.onnx")
        .hasMessageContaining("input matrix FP32 [-1, 4] (expected: shape [-1, 1]")
        .hasMessageContaining("kept column 'missing' is absent")
        .hasMessageContaining("output 'odd' is none of the model")
        .hasMessageContaining("output count INT64 [1] (expected: shape [-1, ...]");
  }

  @Test
  void tellsEveryColumnThatIsAbsentOrOfAWrongType() throws Exception {
    var graph = OnnxGraph.named("other");
    var whole = graph.input("text", DataType.INT64);
    graph.input("absent", DataType.FLOAT);
    graph.output("key", whole, DataType.INT64);
    Files.write(model.resolve("model.onnx"), graph.bytes());

    assertThatThrownBy(() -> infer(inferrer()))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining(
            "column 'text' of type Utf8 (expected: one that an input of type INT64")
        .hasMessageContaining("column 'absent' is absent")
        .hasMessageContaining("column 'key' twice");
  }

  @Test
  void aModelThatTakesAMatrixGetsColumnsSideBySide() throws Exception {
    Graphs.ofMatrices(model.resolve("model.onnx"));

    var result =
        infer(
            inferrer()
                .withInput("numbers", "number", "key")
                .withInput("wholes", "whole", "key", "key")
                .withInput("texts", "text", "text")
                .withInput("flat", "key")
                .withColumns("key", "number", "whole", "text")
                .withSplits("eval"));

    var keys = values(result, "eval", "key");
    assertThat(values(result, "eval", "numbers_out/1"))
        .isEqualTo(keys.stream().map(key -> ((Long) key).floatValue()).toList());
    assertThat(values(result, "eval", "wholes_out/2")).isEqualTo(keys);
    assertThat(values(result, "eval", "flat_out")).isEqualTo(keys);
    var texts = values(result, "eval", "text");
    for (int row = 0; row < 10; row++) {
      var number = values(result, "eval", "number").get(row);
      assertThat(values(result, "eval", "numbers_out/0").get(row))
          .isEqualTo(number == null ? Float.NaN : ((Double) number).floatValue());
      var whole = values(result, "eval", "whole").get(row);
      assertThat(values(result, "eval", "wholes_out/0").get(row))
          .isEqualTo(whole == null ? Long.MIN_VALUE : whole);
      boolean isCash = "Cash".equals(String.valueOf(texts.get(row)));
      assertThat(values(result, "eval", "is_cash/1").get(row)).isEqualTo(isCash ? 1L : 0L);
    }
  }

  @Test
  void refusesAnotherNumberOfColumnsThanAMatrixHas() throws Exception {
    Graphs.ofMatrices(model.resolve("model.onnx"));

    assertThatThrownBy(
            () -> infer(inferrer().withInput("numbers", "number").withInput("other", "key")))
        .hasMessageContaining(
            "input numbers FP32 [-1, 2] of the 1 columns [number] (expected: a column for each")
        .hasMessageContaining("input texts BYTES [-1, 2] (expected: shape [-1, 1]")
        .hasMessageContaining("input 'other' (expected: one of [numbers FP32");
  }

  @Test
  void refusesSplitsThatThereAreNot() {
    assertThatThrownBy(() -> infer(inferrer().withSplits("eval", "tomorrow")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("BulkInferrer > splits: tomorrow (expected: splits of the examples:");
  }

  @Test
  void refusesToAskNobody() {
    assertThatThrownBy(
            () ->
                new BulkInferrer(
                    EXAMPLES,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    InferenceColumns.ALL))
        .hasMessageContaining("BulkInferrer > model: none (expected: a model, or an endpoint)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:x", ""})
  void refusesAnAddressThatIsNone(String address) {
    assertThatThrownBy(() -> new ServingEndpoint(address, "every"))
        .hasMessageContaining("ServingEndpoint > address: '" + address + "'");
  }

  private static byte[] bytes(InputArtifact<InferenceResult> result, String split)
      throws IOException {
    return Files.readAllBytes(result.split(split).resolve("part-00000.arrow"));
  }

  private static List<String> columns(InputArtifact<InferenceResult> result, String split)
      throws IOException {
    try (var allocator = new RootAllocator();
        var rows = new ExamplesReader(Dataset.of(result.path(), List.of(split)), allocator)) {
      return rows.schema().getFields().stream().map(Field::getName).toList();
    }
  }

  private static List<Object> values(
      InputArtifact<InferenceResult> result, String split, String column) throws IOException {
    var values = new ArrayList<Object>();
    try (var allocator = new RootAllocator();
        var rows = new ExamplesReader(Dataset.of(result.path(), List.of(split)), allocator)) {
      while (rows.loadNextBatch()) {
        for (int row = 0; row < rows.batch().getRowCount(); row++) {
          values.add(rows.batch().getVector(column).getObject(row));
        }
      }
    }
    return values;
  }
}
