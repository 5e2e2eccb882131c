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
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.Checkpoints;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.FakeRun;
import io.tributary.api.data.Dataset;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.TransformedData.Column;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.Task;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Shape;
import io.tributary.serving.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final String BOOLEAN_LABEL = labels("BOOLEAN");

  @TempDir Path directory;

  private static Trainer trainer(Class<? extends Training> training) {
    return new Trainer(EXAMPLES, TRANSFORM, training);
  }

  private Path train(Trainer trainer, Path examples, Path transform) throws Exception {
    var outputs = Files.createTempDirectory(directory, "run");
    try (var run = FakeRun.of(trainer, outputs)) {
      run.given(EXAMPLES, examples).given(TRANSFORM, transform);
      if (trainer.baseModel().isPresent()) {
        run.given(BASE, directory.resolve("base"));
      }
      return run.execute().made(Trainer.Outputs::model).path();
    }
  }

  private Path train(Class<? extends Training> training, Column... columns) throws Exception {
    return train(
        trainer(training),
        examples(Files.createTempDirectory(directory, "examples"), "train", 2, columns),
        transform(Files.createTempDirectory(directory, "transform")));
  }

  private Path train(Class<? extends Training> training, String labels, Column... columns)
      throws Exception {
    return train(
        trainer(training),
        examples(Files.createTempDirectory(directory, "examples"), "train", 2, columns),
        transform(Files.createTempDirectory(directory, "transform"), "x", labels));
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
        .contains("\"big_tip\" : 3")
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
        train(
            FirstFeature.Any.class,
            labels("NUMBER"),
            X,
            C,
            numbers("big_tip", 3f, 1.5f, 0f, 7f, 2f));
    assertThat(infer(model, 500).byName())
        .containsOnly(Map.entry("prediction", FloatTensor.column(250)));
    assertThat(model.resolve("model_card.json"))
        .content()
        .contains("\"task\" : \"regression\"")
        .doesNotContain("positive_rows");
  }

  @Test
  void doesMultiClassClassificationWhoseClassesAreTheTextsOfTheLabel() throws Exception {
    var model =
        train(
            FirstFeature.Any.class,
            labels("TEXT"),
            X,
            C,
            texts("big_tip", "é", "z", "Z", "é", "z"));
    var answers = infer(model, 2, -2);
    assertThat(answers.get("probabilities"))
        .isEqualTo(new FloatTensor(Shape.of(2, 3), new float[] {1, -1, -2, -1, 1, 2}));
    assertThat(answers.get("label")).isEqualTo(BytesTensor.column("Z", "é"));
    assertThat(Signature.fromJson(Files.readString(model.resolve("signature.json"))))
        .satisfies(
            signature ->
                assertThat(signature.output("probabilities").orElseThrow().classes())
                    .containsExactly("Z", "z", "é"));
    assertThat(model.resolve("model_card.json"))
        .content()
        .containsSubsequence("\"rows_of_class\"", "\"Z\" : 1", "\"z\" : 2", "\"é\" : 2");
  }

  @Test
  void doesMultiLabelClassification() throws Exception {
    var model =
        train(
            FirstFeature.Any.class,
            "\"labels\": [{\"name\": \"big_tip\", \"kind\": \"BOOLEAN\"},"
                + " {\"name\": \"night\", \"kind\": \"BOOLEAN\"}]",
            X,
            C,
            LABEL,
            numbers("night", 0f, 0f, 0f, 0f, 1f));
    var answers = infer(model, 1, -2);
    assertThat(answers.get("probabilities"))
        .isEqualTo(new FloatTensor(Shape.of(2, 2), new float[] {0.5f, -0.5f, -1, 1}));
    assertThat(answers.get("labels"))
        .isEqualTo(new Int64Tensor(Shape.of(2, 2), new long[] {1, 0, 0, 1}));
    try (var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
      assertThat(onnx.signature().output("labels").orElseThrow().classes())
          .containsExactly("big_tip", "night");
    }
    assertThat(model.resolve("model_card.json"))
        .content()
        .containsSubsequence("\"positive_rows\"", "\"big_tip\" : 3", "\"night\" : 1");
  }

  @Test
  void clustersWithoutLabel() throws Exception {
    var model = train(FirstFeature.Any.class, "\"labels\": []", X, C);
    var answers = infer(model, 2, -2);
    assertThat(answers.get("cluster")).isEqualTo(Int64Tensor.column(2, 0));
    assertThat(answers.get("distance")).isEqualTo(FloatTensor.column(-2, -1));
  }

  @Test
  void anAlgorithmThatOnlyClustersDoesNotLookAtTheLabel() throws Exception {
    var model = train(FirstFeature.Clustering.class, X, C, numbers("big_tip", 1f, 1f, 1f, 1f, 1f));
    assertThat(infer(model, 2).byName().keySet()).containsExactly("cluster", "distance");
    assertThat(model.resolve("label.onnx")).exists();
  }

  @ParameterizedTest
  @ValueSource(longs = {17, 20})
  void seesAVectorAsItsComponents(long opset) throws Exception {
    var graph = OnnxGraph.named("features");
    graph.raise(opset);
    var x = graph.input("x", DataType.FLOAT);
    var scaled = graph.node("Mul", x, graph.floats(3, 2));
    graph.output("v", scaled, DataType.FLOAT, -1, 2);
    var transform = transform(directory.resolve("transform"));
    Files.write(transform.resolve("transform.onnx"), graph.bytes());
    Files.writeString(
        transform.resolve("transform.json"),
        "{\"inputs\": [{\"name\": \"x\", \"dtype\": \"FP32\"}], \"features\":"
            + " [{\"name\": \"v\", \"kind\": \"VECTOR\", \"size\": 2}], "
            + labels("BOOLEAN")
            + "}");
    var input =
        examples(
            directory.resolve("in"),
            "train",
            2,
            vectors("v", 2, 0.1f, 9, 0.2f, 9, 0.3f, 9, 0.4f, 9, 0.5f, 9),
            LABEL);
    var model = train(trainer(FirstFeature.Any.class), input, transform);
    try (var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
      assertThat(onnx.infer(Map.of("x", FloatTensor.column(0.25f))).get("probability"))
          .isEqualTo(FloatTensor.column(0.75f));
    }
    assertThat(model.resolve("model_card.json")).content().contains("\"kind\" : \"vector\"");
    var explained = train(trainer(FirstFeature.Any.class).withExplanation(), input, transform);
    try (var onnx = OnnxModel.open(explained.resolve("model.onnx"))) {
      assertThat(onnx.signature().output("contributions").orElseThrow().classes())
          .containsExactly("v/0", "v/1", "bias");
    }
  }

  @Test
  void tellsWhereAVectorHasNoNumber() throws Exception {
    var dataset =
        Dataset.of(
            examples(
                directory.resolve("in"), "train", 2, vectors("v", 2, 1, 2, 3, Float.NaN, 5, 6)),
            List.of("train"));
    var loader =
        new ExamplesLoader(
            "here",
            List.of(FittedTransform.Feature.vector("v", 2)),
            List.of(),
            Optional.empty(),
            Task.CLUSTERING);
    try (var allocator = new RootAllocator()) {
      assertThatThrownBy(() -> loader.load(dataset, "00", allocator))
          .hasMessageContaining(
              "here > feature 'v': NaN in row 1 (expected: vectors of finite numbers)");
    }
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
            "node 'Trainer' > split: 'train' (expected: one of [eval]); name a split of the"
                + " examples");
  }

  private Path trainOn(Trainer trainer, String labels, Column target) throws Exception {
    var input = Files.createTempDirectory(directory, "examples");
    examples(input, "train", 2, X, C, target);
    examples(
        input,
        "eval",
        2,
        numbers("x_scaled", 1f, 2f),
        ids("c_id", 0L, 1L),
        labels.contains("TEXT") ? texts("big_tip", "é", "unheard of") : numbers("big_tip", 0f, 0f));
    var transform = transform(Files.createTempDirectory(directory, "transform"), "x", labels);
    return train(trainer, input, transform);
  }

  @Test
  void givesTheAlgorithmEvaluationRowsWithTheClassesOfTheTrainingRows() throws Exception {
    var model =
        trainOn(
            trainer(FirstFeature.Any.class).withEvaluationSplit("eval"),
            labels("TEXT"),
            texts("big_tip", "é", "z", "Z", "é", "z"));
    assertThat(model.resolve("model_card.json"))
        .content()
        .contains("\"evaluation\" : \"[2.0, -1.0]\"")
        .contains("\"evaluation_split\" : \"eval\"")
        .contains("evaluation split: 1 rows are of classes that the training rows lack");
  }

  @Test
  void weighsClassesAsAskedFor() throws Exception {
    var balanced =
        trainOn(
            trainer(FirstFeature.Any.class).withClassWeights(ClassWeights.balanced()),
            BOOLEAN_LABEL,
            LABEL);
    assertThat(balanced.resolve("model_card.json"))
        .content()
        .contains("\"weights\" : \"[1.25, 0.8333333, 0.8333333, 1.25, 0.8333333]\"")
        .contains("\"class_weights\" : \"balanced\"");
    var given =
        trainOn(
            trainer(FirstFeature.Any.class).withClassWeights(new ClassWeights(Map.of("z", 3.0))),
            labels("TEXT"),
            texts("big_tip", "é", "z", "Z", "é", "z"));
    assertThat(given.resolve("model_card.json"))
        .content()
        .contains("\"weights\" : \"[1.0, 3.0, 1.0, 1.0, 3.0]\"");
  }

  @Test
  void balancesWhatRowsOfClassesWeigh() {
    // scikit-learn 1.9.1: compute_class_weight('balanced', ..., sample_weight=[1, 1, 4, 2])
    // gives 2/3 and 2
    var x = new FeatureColumn.Numbers("x", new float[] {1, 2, 3, 4});
    var data =
        new TrainingData(new FeatureMatrix(4, List.of(x)), Labels.binary("y", 0, 0, 0, 1), "00")
            .withWeights(1, 1, 4, 2);
    assertThat(ClassWeights.balanced().ofRows("here", data))
        .containsExactly(2 / 3f, 2 / 3f, 4 * (2 / 3f), 4);
    var several =
        new TrainingData(
                data.features(), Labels.multilabel(List.of("a", "b"), 0, 1, 0, 1, 0, 1, 1, 0), "00")
            .withWeights(1, 9, 1, 9, 4, 9, 2, 9);
    assertThat(ClassWeights.balanced().ofRows("here", several))
        .containsExactly(2 / 3f, 6, 2 / 3f, 6, 4 * (2 / 3f), 6, 4, 18);
  }

  @Test
  void weighsEachOfSeveralLabelsByItself() {
    var labels = Labels.multilabel(List.of("a", "b"), 0, 1, 1, 1, 0, 1, 0, 0);
    var x = new FeatureColumn.Numbers("x", new float[] {1, 2, 3, 4});
    var four = new TrainingData(new FeatureMatrix(4, List.of(x)), labels, "00");
    assertThat(ClassWeights.balanced().ofRows("here", four))
        .containsExactly(2 / 3f, 2 / 3f, 2, 2 / 3f, 2 / 3f, 2 / 3f, 2 / 3f, 2);
    assertThat(new ClassWeights(Map.of("b", 5.0)).ofRows("here", four))
        .containsExactly(1, 5, 1, 5, 1, 5, 1, 1);
    assertThatThrownBy(() -> new ClassWeights(Map.of("c", 5.0)).ofRows("here", four))
        .hasMessageContaining("here > class weights > class: 'c' (expected: one of [a, b])");
    var data = four.withWeights(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(new ClassWeights(Map.of("b", 5.0)).ofRows("here", data))
        .containsExactly(1, 10, 3, 20, 5, 30, 7, 8);
    assertThat(data.withLabel(1).weights()).hasValue(new float[] {2, 4, 6, 8});
    assertThat(data.rows(3, 0).weights()).hasValue(new float[] {7, 8, 1, 2});
    assertThatThrownBy(() -> data.withWeights(1, 2, 3, 4))
        .hasMessageContaining("weights: 4 (expected: 8");
  }

  @Test
  void goesOnFromWhatAnInterruptedAttemptHasKept() throws Exception {
    var kept = new TreeMap<String, byte[]>();
    var checkpoints =
        new Checkpoints() {
          @Override
          public Optional<byte[]> find(String name) {
            return Optional.ofNullable(kept.get(name));
          }

          @Override
          public void put(String name, byte[] content) {
            kept.put(name, content);
          }
        };
    var minutes = new AtomicInteger();
    InstantSource clock = () -> Instant.EPOCH.plus(Duration.ofMinutes(minutes.incrementAndGet()));
    var trainer = trainer(Rounds.class);
    var rows = examples(directory.resolve("rows"), "train", 2, X, C, LABEL);
    var graph = transform(directory.resolve("graph"));
    for (int attempt = 1; attempt <= 2; attempt++) {
      try (var run = FakeRun.of(trainer, directory.resolve("attempt" + attempt))) {
        run.given(EXAMPLES, rows).given(TRANSFORM, graph).withCheckpoints(checkpoints);
        run.withClock(clock.withZone(ZoneOffset.UTC));
        if (attempt == 1) {
          assertThatThrownBy(run::execute).hasMessage("killed in round 3");
          assertThat(kept).containsOnlyKeys("rounds");
          assertThat(kept.get("rounds")).containsExactly(2);
        } else {
          var model = run.execute().made(Trainer.Outputs::model).path();
          assertThat(model.resolve("model_card.json")).content().contains("\"from_round\" : 2");
        }
      }
    }
  }

  /** Is killed in its third round, unless an earlier attempt has made two. */
  static final class Rounds implements Training {
    @Override
    public Algorithm define() {
      return new InRounds();
    }
  }

  private record InRounds() implements Algorithm {
    @Override
    public Set<Task> tasks() {
      return Set.of(Task.BINARY_CLASSIFICATION);
    }

    @Override
    public FittedModel fit(TrainingData data, long seed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FittedModel fit(TrainingData data, long seed, RoundCheckpoints kept) throws IOException {
      int before = kept.find("rounds").map(state -> (int) state[0]).orElse(0);
      for (byte round = (byte) (before + 1); round <= 3; round++) {
        if (round == 3 && before == 0) {
          throw new IllegalStateException("killed in round 3");
        }
        byte made = round;
        kept.offer("rounds", () -> new byte[] {made});
      }
      var model = new FirstFeature(Set.of(Task.BINARY_CLASSIFICATION), 0, false).fit(data, seed);
      return ((FirstFeature.Fitted) model).with("from_round", before);
    }
  }

  @Test
  void weighsRowsAsTheTransformSays() throws Exception {
    var weighted = BOOLEAN_LABEL + ", \"weight\": \"w\"";
    var weights = numbers("w", 1f, 2f, 0.5f, 1f, 4f);
    assertThat(
            train(FirstFeature.Any.class, weighted, X, C, LABEL, weights)
                .resolve("model_card.json"))
        .content()
        .contains("\"weights\" : \"[1.0, 2.0, 0.5, 1.0, 4.0]\"");
    var timesClasses =
        train(
            trainer(FirstFeature.Any.class).withClassWeights(new ClassWeights(Map.of("1", 3.0))),
            examples(directory.resolve("weighted"), "train", 2, X, C, LABEL, weights),
            transform(directory.resolve("transform"), "x", weighted));
    assertThat(timesClasses.resolve("model_card.json"))
        .content()
        .contains("\"weights\" : \"[1.0, 6.0, 1.5, 1.0, 12.0]\"");
    assertThatThrownBy(() -> train(FirstFeature.Classifier.class, weighted, X, C, LABEL, weights))
        .hasMessageContaining(
            "weight 'w': defined by the transform (expected: none: FirstFeature gives all rows");
    assertThatThrownBy(
            () ->
                train(
                    FirstFeature.Any.class,
                    weighted,
                    X,
                    C,
                    LABEL,
                    numbers("w", 1f, 2f, 0f, 1f, Float.NaN)))
        .hasMessageContaining("weight 'w': NaN in row 4 (expected: finite numbers)")
        .hasMessageContaining("weight 'w': 0.0 in row 2 (expected: more than 0)");
    assertThatThrownBy(() -> train(FirstFeature.Any.class, weighted, X, C, LABEL))
        .hasMessageContaining("weight 'w': no such column")
        .hasMessageContaining("expected: a float32 weight");
  }

  @Test
  void refusesWrongClassWeights() {
    assertThatThrownBy(() -> new ClassWeights(Map.of("1", 0.0)))
        .hasMessageContaining("class weight of '1': 0.0 (expected: > 0 and finite)");
    var trainer = trainer(FirstFeature.Any.class);
    assertThatThrownBy(
            () ->
                trainOn(
                    trainer.withClassWeights(new ClassWeights(Map.of("2", 2.0, "yes", 2.0))),
                    BOOLEAN_LABEL,
                    LABEL))
        .hasMessageContaining("class weights > class: '2' (expected: one of [0, 1])")
        .hasMessageContaining("'yes'");
    assertThatThrownBy(
            () ->
                trainOn(trainer.withClassWeights(ClassWeights.balanced()), labels("NUMBER"), LABEL))
        .hasMessageContaining("class weights > task: regression (expected: a classification)");
  }

  @Test
  void refusesAllOptionsThatTheAlgorithmDoesNotHave() throws Exception {
    Files.createDirectory(directory.resolve("base"));
    var trainer =
        trainer(FirstFeature.Classifier.class)
            .withEvaluationSplit("eval")
            .withClassWeights(ClassWeights.balanced())
            .withBaseModel(BASE);
    assertThatThrownBy(() -> trainOn(trainer, BOOLEAN_LABEL, LABEL))
        .hasMessageContaining("3 problems")
        .hasMessageContaining("class weights: given (expected: none: FirstFeature gives")
        .hasMessageContaining("evaluation split: 'eval' (expected: none: FirstFeature does not")
        .hasMessageContaining("base model: given (expected: none: FirstFeature cannot");
  }

  @Test
  void startsFromABaseModelOfTheSameFeatures() throws Exception {
    var plain = trainer(FirstFeature.Any.class);
    Files.move(trainOn(plain, BOOLEAN_LABEL, LABEL), directory.resolve("base"));
    var model = trainOn(plain.withBaseModel(BASE), BOOLEAN_LABEL, LABEL);
    assertThat(model.resolve("model_card.json"))
        .content()
        .contains("\"base\" : true")
        .contains("\"base_model_digest\" : \"");
  }

  @Test
  void tellsAllThatKeepsAModelFromBeingTheBase() throws Exception {
    var plain = trainer(FirstFeature.Any.class);
    var base = trainOn(plain, labels("TEXT"), texts("big_tip", "a", "b", "c", "b", "a"));
    Files.move(base, directory.resolve("base"));
    var card = directory.resolve("base/model_card.json");
    Files.writeString(card, Files.readString(card).replace("\"size\" : 3", "\"size\" : 4"));
    assertThatThrownBy(() -> trainOn(plain.withBaseModel(BASE), BOOLEAN_LABEL, LABEL))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("3 problems")
        .hasMessageContaining("base model > task: multi-class classification (expected: binary")
        .hasMessageContaining(
            "base model > features: [{name=c_id, kind=id, size=4}] (expected: [{name=c_id,"
                + " kind=id, size=3}])")
        .hasMessageContaining("base model > classes: [a, b, c] (expected: [])");
  }

  @Test
  void warnsOfConstantFeaturesAndRefusesNothingElse() throws Exception {
    var model = train(FirstFeature.Any.class, X, ids("c_id", 1L, 1L, 1L, 1L, 1L), LABEL);
    assertThat(model.resolve("model_card.json"))
        .content()
        .contains("feature 'c_id' is the same in all rows: it teaches nothing");
    var failure =
        failure(
            FirstFeature.Any.class,
            numbers("x_scaled", 1f, 1f),
            ids("c_id", 1L, 1L),
            numbers("big_tip", 0f, 1f));
    assertThat(failure)
        .hasMessageContaining("features: the same in all 2 rows (expected: at least one that");
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
  void refusesALabelThatTheAlgorithmCannotLearn() {
    assertThatThrownBy(() -> train(FirstFeature.Classifier.class, labels("NUMBER"), X, C, LABEL))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label 'big_tip': asks for a regression")
        .hasMessageContaining("one of [binary classification, multi-class classification]");
  }

  @Test
  void refusesASingleClass() {
    assertThatThrownBy(
            () ->
                train(
                    FirstFeature.Classifier.class,
                    labels("TEXT"),
                    numbers("x_scaled", 1f, 2f),
                    ids("c_id", 0L, 0L),
                    texts("big_tip", "a", "a")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label 'big_tip': 'a' in all 2 rows (expected: at least two classes");
  }

  @Test
  void refusesClassesThatAModelCannotReturn() {
    assertThatThrownBy(
            () ->
                train(
                    FirstFeature.Classifier.class,
                    labels("TEXT"),
                    numbers("x_scaled", 1f, 2f),
                    ids("c_id", 0L, 0L),
                    texts("big_tip", "a", "nul\0")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("(expected: no NUL in it: models could not return it)");
  }

  @Test
  void refusesTooManyClasses() {
    int rows = ClassCodes.MAX_CLASSES + 2;
    var names = new String[rows];
    Arrays.setAll(names, i -> "class " + i);
    var x = new Float[rows];
    Arrays.fill(x, 1f);
    var c = new Long[rows];
    Arrays.fill(c, 0L);
    assertThatThrownBy(
            () ->
                train(
                    FirstFeature.Classifier.class,
                    labels("TEXT"),
                    numbers("x_scaled", x),
                    ids("c_id", c),
                    texts("big_tip", names)))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining(
            "label 'big_tip': one more text than 10000 in row 10000 and in 1 more");
  }

  @Test
  void refusesFeaturesThatAreTooWide() throws Exception {
    var input = examples(directory.resolve("in"), "train", 9, X, C, LABEL);
    var transform = transform(directory.resolve("transform"));
    var description = transform.resolve("transform.json");
    Files.writeString(
        description,
        Files.readString(description)
            .replace("\"NUMBER\"", "\"VECTOR\", \"size\": 65537")
            .replace("\"size\": 3", "\"size\": 16777217"));
    assertThatThrownBy(() -> train(trainer(FirstFeature.Any.class), input, transform))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("feature 'x_scaled': 65537 components (expected: at most 65536)")
        .hasMessageContaining("feature 'c_id': 16777217 ids (expected: at most 16777216)");
  }

  @Test
  void refusesATransformWithoutLabel() throws Exception {
    var input = examples(directory.resolve("in"), "train", 9, X, C, LABEL);
    var transform = transform(directory.resolve("transform"), "x", "\"labels\": []");
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

  private Path explained(String labels, Column target) throws Exception {
    return trainOn(trainer(FirstFeature.Any.class).withExplanation(), labels, target);
  }

  @Test
  void tellsWhatFeaturesContributeIfThatIsAskedFor() throws Exception {
    var model = explained(BOOLEAN_LABEL, LABEL);
    var answers = infer(model, 0.4f, 1.2f);
    assertThat(answers.byName().keySet()).containsExactly("probability", "label", "contributions");
    assertThat(answers.get("probability")).isEqualTo(FloatTensor.column(0.2f, 0.6f));
    assertThat(answers.get("contributions"))
        .isEqualTo(new FloatTensor(Shape.of(2, 3), new float[] {0.2f, 0, 0, 0.6f, 0, 0}));
    var signature = Signature.fromJson(Files.readString(model.resolve("signature.json")));
    assertThat(signature.output("contributions").orElseThrow().classes())
        .containsExactly("x_scaled", "c_id", "bias");
    assertThat(model.resolve("model_card.json")).content().contains("\"explanation\" : true");
  }

  @Test
  void namesContributionsToEachOfSeveralClasses() throws Exception {
    var model = explained(labels("TEXT"), texts("big_tip", "é", "z", "Z", "é", "z"));
    assertThat(infer(model, 2).get("contributions"))
        .isEqualTo(new FloatTensor(Shape.of(1, 9), new float[] {1, 0, 0, -1, 0, 0, -2, 0, 0}));
    var signature = Signature.fromJson(Files.readString(model.resolve("signature.json")));
    assertThat(signature.output("contributions").orElseThrow())
        .satisfies(output -> assertThat(output.shape()).isEqualTo(Shape.of(-1, 9)))
        .satisfies(
            output ->
                assertThat(output.classes())
                    .startsWith("Z/x_scaled", "Z/c_id", "Z/bias", "z/x_scaled")
                    .endsWith("é/bias"));
  }

  @Test
  void failsWhenContributionsDoNotAddUp() {
    assertThatThrownBy(
            () ->
                trainOn(
                    trainer(FirstFeature.WronglyExplained.class).withExplanation(),
                    BOOLEAN_LABEL,
                    LABEL))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("ONNX graph: contributions that add up to")
        .hasMessageContaining("where the score is");
  }

  @Test
  void refusesToExplainWhatTellsNoContributionsAndNamesThatAreTaken() throws Exception {
    var input = examples(directory.resolve("in"), "train", 9, X, C, LABEL);
    var transform = transform(directory.resolve("transform"), "contributions", BOOLEAN_LABEL);
    var description = transform.resolve("transform.json");
    Files.writeString(description, Files.readString(description).replace("c_id", "bias"));
    var trainer = trainer(FirstFeature.Classifier.class).withExplanation();
    assertThatThrownBy(() -> train(trainer, input, transform))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("3 problems")
        .hasMessageContaining("explanation: asked for (expected: none: FirstFeature has no scores")
        .hasMessageContaining("feature: 'bias', which is what contributions call")
        .hasMessageContaining("raw column: 'contributions', which is the name of an output");
  }

  @Test
  void tellsWhyATrainingCannotBeDefined() {
    assertThatThrownBy(() -> train(FirstFeature.Failing.class, X, C, LABEL))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("FirstFeature$Failing.define() says epochs: 0 (expected: >= 1)");
  }
}
