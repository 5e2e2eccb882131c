package io.tributary.components.infravalidator;

import static io.tributary.components.evaluator.TinyModels.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.InputArtifact;
import io.tributary.api.PastOutputs;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.InfraBlessing;
import io.tributary.api.artifact.Model;
import io.tributary.components.evaluator.TinyModels;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.ServingException;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensors;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfraValidatorTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Ingest", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Model> MODEL =
      Channel.of("Trainer", "model", ArtifactType.of(Model.class));

  @TempDir Path directory;
  private Path model;
  private Path examples;

  @BeforeEach
  void makeArtifacts() throws Exception {
    model = TinyModels.model(directory.resolve("model"), 1.0);
    var rows = new ArrayList<TinyModels.Row>();
    for (int i = 0; i < 100; i++) {
      rows.add(row(i % 5 == 0 ? null : "type" + i, i / 128.0, i % 2));
    }
    examples = TinyModels.examples(directory.resolve("examples"), "eval", rows, 20);
  }

  private InputArtifact<InfraBlessing> validate(InfraValidator validator, String name)
      throws Exception {
    try (var run = FakeRun.of(validator, directory.resolve(name))) {
      run.given(EXAMPLES, examples).given(MODEL, model).execute();
      return run.made(InfraValidator.Outputs::blessing);
    }
  }

  private InputArtifact<InfraBlessing> validate() throws Exception {
    return validate(new InfraValidator(MODEL, EXAMPLES), "run");
  }

  @Test
  void blessesAModelThatAnswersAsItDoesOffline() throws Exception {
    var blessing = validate();

    assertThat(blessing.property(InfraBlessing.BLESSED)).contains(true);
    assertThat(blessing.property(InfraBlessing.MESSAGE))
        .contains("blessed: loaded, ready, 32 rows answered as offline");
    assertThat(blessing.path()).isDirectoryContaining("glob:**/INFRA_BLESSED");
  }

  @Test
  void keepsTheRowsAndTheirAnswers() throws Exception {
    var blessing = validate(new InfraValidator(MODEL, EXAMPLES).withRows(45), "run");

    try (var allocator = new RootAllocator();
        var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
      var golden = GoldenRows.read(blessing.path(), onnx.signature(), allocator).orElseThrow();
      assertThat(golden.requests()).containsOnlyKeys("score", "payment_type");
      assertThat(((BytesTensor) golden.requests().get("payment_type")).string(5)).isEmpty();
      assertThat(golden.answers().doubles("probability")).hasSize(45).endsWith(44 / 128.0);
      assertThat(golden.difference(onnx.infer(golden.requests()))).isEmpty();
    }
  }

  @Test
  void anyDifferenceInTheAnswersIsTold() throws Exception {
    var blessing = validate();

    try (var allocator = new RootAllocator();
        var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
      var golden = GoldenRows.read(blessing.path(), onnx.signature(), allocator).orElseThrow();
      var probability = (DoubleTensor) golden.answers().get("probability");
      var label = golden.answers().get("label");
      var moved = probability.values().clone();
      moved[3] = Math.nextUp(moved[3]);

      assertThat(golden.difference(new Tensors(Map.of("label", label))))
          .contains("output 'probability' is absent from the answer");
      assertThat(golden.difference(new Tensors(Map.of("label", label, "probability", label))))
          .hasValueSatisfying(text -> assertThat(text).contains("INT64 [32, 1] (expected: FP64"));
      assertThat(
              golden.difference(
                  new Tensors(Map.of("label", label, "probability", DoubleTensor.column(moved)))))
          .contains(
              "output 'probability' is 0.023437500000000003 at index 3 (expected: 0.0234375, as"
                  + " offline)");
    }
  }

  @Test
  void outputsOfSeveralValuesARowAreKeptToo() throws Exception {
    var graph = OnnxGraph.named("wide");
    var score = graph.cast(graph.input("score", DataType.DOUBLE), DataType.FLOAT);
    var three = graph.constant(OnnxTensor.floats(new long[] {1, 3}, 1, 2, 3));
    graph.output("scores", graph.node("Mul", score, three), DataType.FLOAT, -1, 3);
    graph.output("hour", graph.input("hour", DataType.INT64), DataType.INT64);
    graph.output("text", graph.input("payment_type", DataType.STRING), DataType.STRING);
    Files.write(model.resolve("model.onnx"), graph.bytes());
    var blessing = validate(new InfraValidator(MODEL, EXAMPLES).withRows(2), "run");

    try (var allocator = new RootAllocator();
        var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
      assertThat(
              GoldenRows.read(blessing.path(), onnx.signature(), allocator)
                  .orElseThrow()
                  .answers()
                  .byName())
          .containsEntry(
              "scores",
              new FloatTensor(Shape.of(2, 3), new float[] {0, 0, 0, 1 / 128f, 2 / 128f, 3 / 128f}))
          .containsEntry("hour", Int64Tensor.column(0, 0))
          .containsEntry("text", BytesTensor.column("", "type1"));
    }
  }

  @Test
  void theSameInputGivesTheSameBytes() throws Exception {
    assertThat(validate(new InfraValidator(MODEL, EXAMPLES), "again").digest())
        .isEqualTo(validate().digest());
  }

  @Test
  void aCorruptedModelIsNotBlessedAndTheStepSucceeds() throws Exception {
    var bytes = Files.readAllBytes(model.resolve("model.onnx"));
    Files.write(model.resolve("model.onnx"), Arrays.copyOf(bytes, bytes.length / 2));
    var blessing = validate();

    assertThat(blessing.property(InfraBlessing.BLESSED)).contains(false);
    assertThat(blessing.property(InfraBlessing.MESSAGE))
        .hasValueSatisfying(text -> assertThat(text).startsWith("not blessed: ").contains("ONNX"));
    assertThat(blessing.path().toFile().list()).containsExactly("INFRA_NOT_BLESSED");
  }

  @Test
  void aModelThatFailsOnRowsIsNotBlessed() throws Exception {
    var graph = OnnxGraph.named("failing");
    var text = graph.input("payment_type", DataType.STRING);
    graph.output("probability", graph.cast(text, DataType.FLOAT), DataType.FLOAT);
    Files.write(model.resolve("model.onnx"), graph.bytes());
    var blessing = validate();

    assertThat(blessing.property(InfraBlessing.BLESSED)).contains(false);
    assertThat(blessing.property(InfraBlessing.MESSAGE))
        .hasValueSatisfying(message -> assertThat(message).contains("the model fails on raw rows"));
  }

  @Test
  void withoutRowsNothingIsBlessed() throws Exception {
    examples = TinyModels.examples(directory.resolve("empty"), List.of());

    assertThat(validate().property(InfraBlessing.MESSAGE))
        .contains("not blessed: the examples have no rows to ask");
  }

  @Test
  void examplesWithoutTheModelsColumnsAreRefused() throws Exception {
    var graph = OnnxGraph.named("other");
    graph.output("probability", graph.input("distance", DataType.FLOAT), DataType.FLOAT);
    Files.write(model.resolve("model.onnx"), graph.bytes());

    assertThatThrownBy(this::validate)
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("no columns [distance]");
  }

  private ModelServer serve() throws IOException {
    return ModelServer.serving(Files.createDirectories(repository())).grpcPort(0).start();
  }

  private Path repository() {
    return directory.resolve("models");
  }

  /** A model that the server serves before, and is to serve on. */
  private void publish(String name) throws Exception {
    var models = new ModelRepository(repository());
    var other = TinyModels.model(directory.resolve("model-of-" + name), 0.5).resolve("model.onnx");
    models.activate(name, List.of(models.publish(name, other).version()));
  }

  private InputArtifact<InfraBlessing> validateAt(String server, String name) throws Exception {
    try (var run = FakeRun.of(new InfraValidator(MODEL, EXAMPLES), directory.resolve(name))) {
      run.withServing(repository(), server).given(EXAMPLES, examples).given(MODEL, model).execute();
      return run.made(InfraValidator.Outputs::blessing);
    }
  }

  private List<String> files() throws IOException {
    try (var walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .filter(file -> file.startsWith("models") || file.startsWith(".models"))
          .sorted()
          .toList();
    }
  }

  @Test
  void aRunningServerIsAskedBesideWhatItServesAndKeepsNothing() throws Exception {
    publish("taxi");
    try (var server = serve()) {
      var address = server.grpcAddress().orElseThrow();
      var before = files();
      var index = server.models();

      var blessing = validateAt(address, "run");

      assertThat(blessing.property(InfraBlessing.MESSAGE))
          .contains("blessed: loaded, ready, 32 rows answered as offline by " + address);
      assertThat(blessing.property(InfraBlessing.SERVER)).contains(address);
      assertThat(files()).isEqualTo(before);
      assertThat(server.models()).isEqualTo(index);
      assertThat(server.client().statistics("taxi", "1"))
          .allSatisfy(statistics -> assertThat(statistics.inferences()).isZero());
    }
  }

  @Test
  void aModelThatTheServerCannotLoadIsNotBlessedAndNothingOfItIsLeft() throws Exception {
    publish("taxi");
    try (var server =
        FakeTriton.serving(repository()).refusing(name -> name.startsWith("tributary-trial-"))) {
      var before = files();

      var blessing = validateAt(server.address(), "run");

      assertThat(blessing.property(InfraBlessing.BLESSED)).contains(false);
      assertThat(blessing.property(InfraBlessing.MESSAGE))
          .hasValueSatisfying(
              message ->
                  assertThat(message)
                      .startsWith("not blessed: the server at " + server.address() + " says: ")
                      .contains(FakeTriton.REASON));
      assertThat(files()).isEqualTo(before);
    }
  }

  @Test
  void aServerThatAnswersOtherwiseIsNotBlessed() throws Exception {
    publish("taxi");
    try (var server = FakeTriton.serving(repository()).answeringFrom("taxi", "1")) {
      var blessing = validateAt(server.address(), "run");

      assertThat(blessing.property(InfraBlessing.MESSAGE))
          .hasValueSatisfying(
              message ->
                  assertThat(message).startsWith("not blessed: output 'probability' is 0.0039"));
    }
  }

  @Test
  void aServerThatDiesWhileItLoadsFailsTheStepAndLeavesNothing() throws Exception {
    publish("taxi");
    var before = files();
    try (var server =
        FakeTriton.serving(repository())
            .refusing(name -> true)
            .with(ServingException.Code.UNAVAILABLE)) {
      assertThatThrownBy(() -> validateAt(server.address(), "run"))
          .isInstanceOfSatisfying(
              ExecutionFailure.class,
              failure -> assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.UNAVAILABLE))
          .hasMessageContaining(FakeTriton.REASON);
    }
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void theModelIsTakenAwayOnlyWhenItIsUnloaded() throws Exception {
    publish("taxi");
    try (var server = FakeTriton.serving(repository()).unloadingSlowly(5)) {
      assertThat(validateAt(server.address(), "run").property(InfraBlessing.BLESSED))
          .contains(true);
      assertThat(server.unloadingAnswers()).isZero();
    }
  }

  @Test
  void whatATrialThatDiedHasLeftInTheServerAndTheRepositoryIsTakenAway() throws Exception {
    publish("taxi");
    var before = files();
    publish("tributary-trial-1-abc-2");
    try (var server = serve()) {
      assertThat(server.client().modelReady("tributary-trial-1-abc-2", "1")).isTrue();

      validateAt(server.grpcAddress().orElseThrow(), "run");

      assertThat(server.models()).extracting(ModelIndex::name).containsExactly("taxi");
      assertThat(files()).isEqualTo(before);
    }
  }

  @Test
  void aServerThatIsNotThereFailsTheStepAndLeavesNothing() throws Exception {
    publish("taxi");
    var before = files();
    String address;
    try (var server = serve()) {
      address = server.grpcAddress().orElseThrow();
    }

    assertThatThrownBy(() -> validateAt(address, "run"))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.UNAVAILABLE))
        .hasMessageContaining(address + " does not answer");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aServerOfAnotherDirectoryFailsTheStepAndLeavesNothing() throws Exception {
    publish("taxi");
    var before = files();
    var other = Files.createDirectories(directory.resolve("served-elsewhere"));
    try (var server = ModelServer.serving(other).grpcPort(0).start()) {
      assertThatThrownBy(() -> validateAt(server.grpcAddress().orElseThrow(), "run"))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("does not see what is placed in " + repository());
    }
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aBlessingIsReusedForTheServerThatWasAskedAlone() throws Exception {
    try (var server = serve()) {
      var address = server.grpcAddress().orElseThrow();
      var validator = new InfraValidator(MODEL, EXAMPLES);
      var ofServer = validateAt(address, "server");
      var embedded = validate();

      assertThat(validator.isReusable(past(ofServer, Optional.of(address)))).isTrue();
      assertThat(validator.isReusable(past(ofServer, Optional.of("localhost:1")))).isFalse();
      assertThat(validator.isReusable(past(ofServer, Optional.empty()))).isFalse();
      assertThat(validator.isReusable(past(embedded, Optional.empty()))).isTrue();
      assertThat(validator.isReusable(past(embedded, Optional.of(address)))).isFalse();
    }
  }

  @Test
  void whatARunningServerHasRefusedIsTriedAgain() throws Exception {
    publish("taxi");
    try (var server = FakeTriton.serving(repository()).refusing(name -> true)) {
      var refused = validateAt(server.address(), "run");

      assertThat(
              new InfraValidator(MODEL, EXAMPLES)
                  .isReusable(past(refused, Optional.of(server.address()))))
          .isFalse();
    }
  }

  private PastOutputs<InfraValidator.Outputs> past(
      InputArtifact<InfraBlessing> blessing, Optional<String> server) {
    return new Past<>(blessing, repository(), server);
  }

  @Test
  void aCountOfRowsThatMakesNoSenseIsRefused() {
    var validator = new InfraValidator(MODEL, EXAMPLES);

    assertThatThrownBy(() -> validator.withRows(0)).hasMessageContaining("rows: 0 (expected: 1");
    assertThatThrownBy(() -> validator.withRows(10_001)).hasMessageContaining("10001");
  }
}
