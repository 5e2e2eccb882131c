package io.tributary.components.trainer;

import static io.tributary.components.trainer.TransformedData.examples;
import static io.tributary.components.trainer.TransformedData.ids;
import static io.tributary.components.trainer.TransformedData.numbers;
import static io.tributary.components.trainer.TransformedData.texts;
import static io.tributary.components.trainer.TransformedData.transform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.components.trainer.TransformedData.Column;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Transform", "examples", ArtifactType.of(Examples.class));
  private static final Channel<TransformGraph> TRANSFORM =
      Channel.of("Transform", "graph", ArtifactType.of(TransformGraph.class));
  private static final Column X = numbers("x_scaled", 0.1f, 0.2f, 0.7f, 0.5f, 0.9f);
  private static final Column C = ids("c_id", 0L, 1L, 2L, -1L, 3L);
  private static final Column LABEL = numbers("big_tip", 0f, 1f, 1f, 0f, 1f);
  private static final String BOOLEAN_LABEL =
      "\"label\": {\"name\": \"big_tip\", \"kind\": \"BOOLEAN\"}";

  @TempDir Path directory;

  private static Trainer trainer(Class<? extends Training> training) {
    return new Trainer(EXAMPLES, TRANSFORM, training);
  }

  private Path train(Trainer trainer, Path examples, Path transform) throws Exception {
    var outputs = Files.createTempDirectory(directory, "run");
    try (var run = FakeRun.of(trainer, outputs)) {
      return run.given(EXAMPLES, examples)
          .given(TRANSFORM, transform)
          .execute()
          .made(Trainer.Outputs::model)
          .path();
    }
  }

  private Path train(Class<? extends Training> training, Column... columns) throws Exception {
    return train(
        trainer(training),
        examples(Files.createTempDirectory(directory, "examples"), "train", 2, columns),
        transform(Files.createTempDirectory(directory, "transform")));
  }

  private ExecutionFailure failure(Class<? extends Training> training, Column... columns) {
    var thrown = catchThrowable(() -> train(training, columns));
    assertThat(thrown).isInstanceOf(ExecutionFailure.class);
    return (ExecutionFailure) thrown;
  }

  @Test
  void joinsTransformAndModelToOneGraphFromRawFeatures() throws Exception {
    var model = train(FirstFeature.Classifier.class, X, C, LABEL);
    try (var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
      var answers =
          onnx.infer(
              Map.of("x", FloatTensor.column(0.4f, 1, 1.2f), "c", Int64Tensor.column(0, 1, 9)));
      assertThat(answers.byName().keySet()).containsExactly("probability", "label");
      assertThat(answers.get("probability")).isEqualTo(FloatTensor.column(0.2f, 0.5f, 0.6f));
      assertThat(answers.get("label")).isEqualTo(Int64Tensor.column(0, 1, 1));
    }
  }

  @Test
  void writesSignatureLabelGraphAndNativeModel() throws Exception {
    var model = train(FirstFeature.Classifier.class, X, C, LABEL);
    assertThat(model.resolve("signature.json"))
        .content()
        .contains("{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [-1, 1]}")
        .contains("{\"name\": \"c\", \"datatype\": \"INT64\", \"shape\": [-1, 1]}")
        .contains("{\"name\": \"probability\", \"datatype\": \"FP32\", \"shape\": [-1, 1]}")
        .contains("{\"name\": \"label\", \"datatype\": \"INT64\", \"shape\": [-1, 1]}");
    assertThat(model.resolve("native/model.txt")).hasContent("first feature");
    try (var onnx = OnnxModel.open(model.resolve("label.onnx"))) {
      assertThat(onnx.signature().output("big_tip")).isPresent();
    }
  }

  @Test
  void writesAModelCard() throws Exception {
    var model = train(FirstFeature.Classifier.class, X, C, LABEL);
    assertThat(model.resolve("model_card.json"))
        .content()
        .contains("\"algorithm\" : \"first feature\"")
        .contains("\"task\" : \"binary classification\"")
        .contains("\"training\" : \"" + FirstFeature.Classifier.class.getName() + "\"")
        .contains("\"seed\" : 1,")
        .contains("\"examples_digest\" : \"")
        .contains("\"transform_graph_digest\" : \"")
        .contains("\"rows\" : 5,")
        .contains("\"positive_rows\" : 3")
        .contains("\"name\" : \"c_id\"")
        .contains("\"size\" : 3");
  }

  @Test
  void makesEqualBytesFromEqualInputs() throws Exception {
    var one = train(FirstFeature.Classifier.class, X, C, LABEL);
    var two = train(FirstFeature.Classifier.class, X, C, LABEL);
    assertThat(contents(one)).isEqualTo(contents(two)).hasSize(5);
  }

  private static Map<String, String> contents(Path directory) throws IOException {
    var contents = new TreeMap<String, String>();
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            directory.relativize(file).toString(),
            java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  @Test
  void doesRegression() throws Exception {
    var model =
        train(FirstFeature.Regression.class, X, C, numbers("big_tip", 3f, 1.5f, 0f, 7f, 2f));
    try (var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
      var answers = onnx.infer(Map.of("x", FloatTensor.column(500), "c", Int64Tensor.column(0)));
      assertThat(answers.byName()).containsOnly(Map.entry("prediction", FloatTensor.column(250)));
    }
    assertThat(model.resolve("model_card.json")).content().doesNotContain("positive_rows");
  }

  @Test
  void learnsFromTheSplitThatIsNamed() throws Exception {
    var input = examples(directory.resolve("in"), "train", 9, X, C, LABEL);
    examples(
        input,
        "fine_tuning",
        9,
        numbers("x_scaled", 0.1f, 0.2f),
        ids("c_id", 0L, 0L),
        numbers("big_tip", 0f, 1f));
    var transform = transform(directory.resolve("transform"));
    var model =
        train(trainer(FirstFeature.Classifier.class).withSplit("fine_tuning"), input, transform);
    assertThat(model.resolve("model_card.json"))
        .content()
        .contains("\"rows\" : 2,")
        .contains("\"split\" : \"fine_tuning\"");
  }

  @Test
  void refusesAnUnknownSplit() throws Exception {
    var input = examples(directory.resolve("in"), "eval", 9, X, C, LABEL);
    var transform = transform(directory.resolve("transform"));
    assertThatThrownBy(() -> train(trainer(FirstFeature.Classifier.class), input, transform))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessage(
            "node 'Trainer' > split: 'train' (expected: one of [eval]); call withSplit(...) with"
                + " the split to learn from");
  }

  @Test
  void refusesABlankSplit() {
    assertThatThrownBy(() -> trainer(FirstFeature.Classifier.class).withSplit(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("split: ' '");
  }

  @Test
  void failsWhenTheExportDiffersFromTheModel() {
    var failure = failure(FirstFeature.WronglyExported.class, X, C, LABEL);
    assertThat(failure.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(failure)
        .hasMessageContaining("the fitted model itself says")
        .hasMessageContaining("equal within 1.0E-6");
  }

  @Test
  void tellsAllMissingAndWrongColumnsAtOnce() {
    var failure =
        failure(FirstFeature.Classifier.class, texts("x_scaled", "a"), numbers("other", 1f));
    assertThat(failure.code()).isEqualTo(Code.INVALID_DATA);
    assertThat(failure)
        .hasMessageContaining("3 problems")
        .hasMessageContaining("feature 'x_scaled': Utf8 (expected: float32 numbers)")
        .hasMessageContaining("feature 'c_id': no such column")
        .hasMessageContaining("label 'big_tip': no such column");
  }

  @Test
  void tellsAllWrongValuesAtOnce() {
    var failure =
        failure(
            FirstFeature.Classifier.class,
            numbers("x_scaled", 0.1f, Float.NaN, null, 0.5f),
            ids("c_id", 0L, 1L, null, 2L),
            numbers("big_tip", 1f, 0f, 1f, 3f));
    assertThat(failure.code()).isEqualTo(Code.INVALID_DATA);
    assertThat(failure)
        .hasMessageContaining("3 problems")
        .hasMessageContaining("feature 'x_scaled': NaN in row 1 and in 1 more")
        .hasMessageContaining("feature 'c_id': null in row 2")
        .hasMessageContaining("label 'big_tip': 3.0 in row 3 (expected: 0 or 1");
  }

  @Test
  void refusesAConstantLabel() {
    var failure =
        failure(
            FirstFeature.Classifier.class,
            numbers("x_scaled", 0.1f, 0.2f),
            ids("c_id", 0L, 1L),
            numbers("big_tip", 1f, 1f));
    assertThat(failure)
        .hasMessageContaining(
            "label 'big_tip': 1.0 in all 2 rows (expected: rows of both classes)");
  }

  @Test
  void refusesASplitWithoutRows() {
    var failure =
        failure(
            FirstFeature.Classifier.class, numbers("x_scaled"), ids("c_id"), numbers("big_tip"));
    assertThat(failure).hasMessageContaining("split 'train' > rows: 0 (expected: at least 1)");
  }

  @Test
  void refusesATextLabel() throws Exception {
    var input =
        examples(
            directory.resolve("in"), "train", 9, X, C, texts("big_tip", "a", "b", "c", "a", "b"));
    var transform =
        transform(
            directory.resolve("transform"),
            "x",
            "\"label\": {\"name\": \"big_tip\", \"kind\": \"TEXT\"}");
    assertThatThrownBy(() -> train(trainer(FirstFeature.Classifier.class), input, transform))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label 'big_tip': text")
        .hasMessageContaining("more than two classes are not supported yet");
  }

  @Test
  void refusesATransformWithoutLabel() throws Exception {
    var input = examples(directory.resolve("in"), "train", 9, X, C, LABEL);
    var transform = transform(directory.resolve("transform"), "x", "");
    assertThatThrownBy(() -> train(trainer(FirstFeature.Classifier.class), input, transform))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label: none (expected: a label to learn)");
  }

  @Test
  void refusesARawColumnWithTheNameOfAnOutput() throws Exception {
    var input = examples(directory.resolve("in"), "train", 9, X, C, LABEL);
    var transform = transform(directory.resolve("transform"), "probability", BOOLEAN_LABEL);
    assertThatThrownBy(() -> train(trainer(FirstFeature.Classifier.class), input, transform))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("raw column: 'probability', which is the name of an output");
  }

  @Test
  void tellsWhyATrainingCannotBeDefined() {
    assertThatThrownBy(() -> train(FirstFeature.Failing.class, X, C, LABEL))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("FirstFeature$Failing.define() says epochs: 0 (expected: >= 1)");
  }
}
