package io.tributary.components.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.components.transform.Tables.Column;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.OnnxModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much rows count for who trains. */
class WeightTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("schema", "schema", ArtifactType.of(Schema.class));

  static final class Weighted implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("x_z", f.number("x").zScore().fillMissing(0));
      f.label("is_great", f.number("y").greaterThan(1));
      f.weight("importance", f.number("y").plus(0.25));
    }
  }

  private static Path transform(Path directory, Column... columns) throws Exception {
    Tables.write(directory.resolve("raw"), "train", 2, List.of(columns));
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(List.of(columns)));
    try (var run =
        FakeRun.of(new Transform(EXAMPLES, SCHEMA, Weighted.class), directory.resolve("run"))) {
      run.given(EXAMPLES, directory.resolve("raw"))
          .given(SCHEMA, directory.resolve("schema"))
          .execute();
      assertThat(Tables.read(run.made(Transform.Outputs::examples).path(), "train"))
          .containsExactly(
              Map.entry("x_z", List.of(-1f, 1f)),
              Map.entry("is_great", List.of(0f, 1f)),
              Map.entry("importance", List.of(0.75f, 2.25f)));
      return run.made(Transform.Outputs::graph).path();
    }
  }

  @Test
  void isTheLastColumnAndMadeByTheGraphOfTheLabels(@TempDir Path directory) throws Exception {
    var graph =
        transform(
            directory,
            Column.of("x", Double.class, 1.0, 3.0),
            Column.of("y", Double.class, 0.5, 2.0));
    var fitted = FittedTransform.read(graph);
    assertThat(fitted.weight()).contains("importance");
    assertThat(fitted.inputs()).extracting(FittedTransform.RawInput::name).containsExactly("x");
    try (var labels = OnnxModel.open(graph.resolve(FittedTransform.LABEL_FILE))) {
      var answers = labels.infer(Map.of("y", DoubleTensor.column(0.5, 1e6)));
      assertThat(answers.get("weight/importance"))
          .isEqualTo(FloatTensor.column(0.75f, 1000000.25f));
      assertThat(answers.get("label/is_great")).isEqualTo(FloatTensor.column(0, 1));
    }
  }

  @Test
  void hasToBeThereInEveryRow(@TempDir Path directory) {
    assertThatThrownBy(
            () ->
                transform(
                    directory,
                    Column.of("x", Double.class, 1.0, 3.0),
                    Column.of("y", Double.class, 0.5, null)))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("weight 'importance': a row without a number");
  }

  private static void assertRefused(Preprocessing preprocessing, String problem) throws Exception {
    var schema =
        TextFormat.parse(
            "feature { name: 'x' type: FLOAT } feature { name: 'y' type: FLOAT }",
            io.tributary.proto.tfmd.Schema.class);
    assertThatThrownBy(() -> FeatureDescription.of(preprocessing, schema))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining(problem);
  }

  @Test
  void isOneBesideALabel() throws Exception {
    assertRefused(
        f -> {
          f.output("x_z", f.number("x").zScore().fillMissing(0));
          f.weight("w", f.number("y"));
        },
        "weight 'w': without a label (expected: one weight, beside a label)");
    assertRefused(
        f -> {
          new Weighted().define(f);
          f.weight("other", f.number("y"));
        },
        "weight 'other': one of 2 weights");
    assertRefused(
        f -> {
          f.output("x_z", f.number("x").zScore().fillMissing(0));
          f.label("is_great", f.number("y").greaterThan(1));
          f.weight("x_z", f.number("y"));
        },
        "weight 'x_z': defined twice");
    assertRefused(
        f -> {
          f.output("x_z", f.number("x").zScore().fillMissing(0));
          f.label("is_great", f.number("y").greaterThan(1));
          f.weight("w", f.number("y").max());
        },
        "weight 'w': the same in all rows");
  }
}
