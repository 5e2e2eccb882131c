package io.tributary.components.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionBase;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.Tables.Column;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.OnnxModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FittedTransformTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("schema", "schema", ArtifactType.of(Schema.class));
  private static final List<Column> COLUMNS =
      List.of(Column.of("fare", Double.class, 1.0, 3.0), Column.of("tips", Double.class, 0.0, 2.0));

  @TempDir private Path directory;

  static final class Scaled implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("scaled", f.number("fare").fillMissing(0).minMax());
      f.label("tipped", f.number("tips").greaterThan(0));
    }
  }

  static final class Broken implements Preprocessing {
    Broken() {
      throw new IllegalStateException("no such service");
    }

    @Override
    public void define(Features f) {}
  }

  private Path graphOf(Transform component, String schema) throws Exception {
    var raw = directory.resolve("raw");
    Tables.write(raw, "train", 10, COLUMNS);
    Tables.write(
        raw,
        "all",
        10,
        List.of(
            Column.of("fare", Double.class, 0.0, 10.0), Column.of("tips", Double.class, 0.0, 2.0)));
    Tables.writeSchema(directory.resolve("schema"), schema);
    try (var run = FakeRun.of(component, directory.resolve("run"))) {
      run.given(EXAMPLES, raw).given(SCHEMA, directory.resolve("schema")).execute();
      return run.made(Transform.Outputs::graph).path();
    }
  }

  private static final Transform TRANSFORM = new Transform(EXAMPLES, SCHEMA, Scaled.class);

  @Test
  void canBeContinuedByAModel() throws Exception {
    var fitted = FittedTransform.read(graphOf(TRANSFORM, Tables.schema(COLUMNS)));
    assertThat(fitted.features()).containsExactly(Feature.number("scaled"));
    var graph = fitted.graph();
    graph.clearOutputs();
    graph.output("twice", graph.node("Mul", "scaled", graph.floats(2)), DataType.FLOAT);
    try (var model = OnnxModel.of(graph.bytes(), "continued")) {
      assertThat(model.signature().inputs()).hasSize(1);
      var answer = model.infer(Map.of("fare", FloatTensor.column(1, 2, 3)));
      assertThat(answer.floats("twice")).containsExactly(0, 1, 2);
    }
  }

  @Test
  void isFittedOnTheAnalyzedSplits() throws Exception {
    var graph = graphOf(TRANSFORM.withAnalyzedSplits("all"), Tables.schema(COLUMNS));
    assertThat(Files.readString(graph.resolve("transform.json"))).contains("\"max\" : 10.0");
  }

  @Test
  void unknownSplitsAreRefused() {
    assertThatThrownBy(() -> graphOf(TRANSFORM.withAnalyzedSplits("trian"), Tables.schema(COLUMNS)))
        .hasMessageContaining("analyzedSplits: trian")
        .hasMessageContaining("all, train");
    assertThatThrownBy(() -> TRANSFORM.withAnalyzedSplits())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void columnsThatTheDataLacksAreRefusedBeforeAnyPass() {
    assertThatThrownBy(
            () ->
                graphOf(
                    new Transform(EXAMPLES, SCHEMA, Lacking.class),
                    Tables.schema(COLUMNS) + "feature { name: 'gone' type: INT }"))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.INVALID_DATA))
        .hasMessageContaining("split 'all'")
        .hasMessageContaining("'gone'");
  }

  static final class Lacking implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("fare_id", f.number("fare").bucketize(2));
      f.output("gone_id", f.integer("gone").ids(2));
    }
  }

  @Test
  void schemasThatAreNoneAreRefused() {
    assertThatThrownBy(() -> graphOf(TRANSFORM, "feature {"))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("schema.pbtxt");
  }

  @Test
  void whatTheUsersConstructorThrowsComesThrough() {
    assertThatThrownBy(
            () -> graphOf(new Transform(EXAMPLES, SCHEMA, Broken.class), Tables.schema(COLUMNS)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no such service");
  }

  @Test
  void missingAndDamagedFilesAreNamed() throws Exception {
    var graph = graphOf(TRANSFORM, Tables.schema(COLUMNS));
    Files.writeString(graph.resolve("label.onnx"), "no model");
    assertThatThrownBy(() -> FittedTransform.read(graph)).hasMessageContaining("label.onnx");
    Files.delete(graph.resolve("label.onnx"));
    assertThatThrownBy(() -> FittedTransform.read(graph))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.NOT_FOUND))
        .hasMessageContaining("no file label.onnx");
    Files.writeString(graph.resolve("transform.json"), "{\"inputs\": []}");
    assertThatThrownBy(() -> FittedTransform.read(graph))
        .hasMessageContaining("transform.json")
        .hasMessageContaining("no field 'features'");
    Files.writeString(graph.resolve("transform.json"), "{");
    assertThatThrownBy(() -> FittedTransform.read(graph)).isInstanceOf(ExecutionFailure.class);
  }

  @Test
  void isStoredAsATransformExecution() {
    assertThat(TRANSFORM.executionBase()).isEqualTo(ExecutionBase.TRANSFORM);
    assertThat(TRANSFORM.analyzedSplits()).containsExactly("train");
  }
}
