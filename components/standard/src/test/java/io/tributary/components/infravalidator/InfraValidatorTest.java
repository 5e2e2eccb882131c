package io.tributary.components.infravalidator;

import static io.tributary.components.evaluator.TinyModels.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.InputArtifact;
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
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  @Test
  void aCountOfRowsThatMakesNoSenseIsRefused() {
    var validator = new InfraValidator(MODEL, EXAMPLES);

    assertThatThrownBy(() -> validator.withRows(0)).hasMessageContaining("rows: 0 (expected: 1");
    assertThatThrownBy(() -> validator.withRows(10_001)).hasMessageContaining("10001");
  }
}
