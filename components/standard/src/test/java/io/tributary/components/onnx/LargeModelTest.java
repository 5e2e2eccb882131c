package io.tributary.components.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.InfraBlessing;
import io.tributary.api.artifact.Model;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.bulkinferrer.BulkInferrer;
import io.tributary.components.infravalidator.InfraValidator;
import io.tributary.components.pusher.PushDestination;
import io.tributary.components.pusher.Pusher;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.InvalidModelException;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that counts as too large for one file, on its way from the graph to whoever uses it. */
class LargeModelTest {
  private static final int WEIGHTS = 3_000;
  private static final String MODEL_FILE = ModelRepository.MODEL_FILE;
  private static final String WEIGHTS_FILE = "model.onnx.data";

  private static final Channel<Model> MODEL =
      Channel.of("Trainer", "model", ArtifactType.of(Model.class));
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Gen", "examples", ArtifactType.of(Examples.class));

  @TempDir Path directory;
  private Path folder;
  private Path file;

  /** The greatest of x times each of two lists of weights. */
  private static OnnxGraph graph(long mostBytes) {
    var graph = OnnxGraph.named("large", mostBytes);
    var x = graph.input("x", DataType.FLOAT);
    var first = graph.node("Mul", x, graph.floats(weights(1)));
    var second = graph.node("Mul", x, graph.floats(weights(2)));
    graph.output("y", greatest(graph, graph.node("Max", first, second)), DataType.FLOAT);
    return graph;
  }

  private static String greatest(OnnxGraph graph, String tensor) {
    return graph.node(
        OnnxDomain.STANDARD, "ReduceMax", List.of(OnnxAttribute.ofInts("axes", 1)), tensor);
  }

  private static float[] weights(int factor) {
    var weights = new float[WEIGHTS];
    for (int i = 0; i < WEIGHTS; i++) {
      weights[i] = factor * (i % 77) / 10f;
    }
    return weights;
  }

  @BeforeEach
  void write() throws IOException {
    folder = Files.createDirectory(directory.resolve("model"));
    file = folder.resolve(MODEL_FILE);
    graph(2_000).write(file);
  }

  private static float[] answers(OnnxModel model) {
    return answers(model, 1, -1, 0.5f);
  }

  private static float[] answers(OnnxModel model, float... x) {
    return model.infer(Map.of("x", FloatTensor.column(x))).floats("y");
  }

  private static float[] expected() {
    return expectedOf(1, -1, 0.5f);
  }

  private static float[] expectedOf(float... x) {
    try (var whole = OnnxModel.of(graph(1 << 20).bytes(), "whole")) {
      return answers(whole, x);
    }
  }

  @Test
  void keepsItsWeightsInAFileBesideIt() throws IOException {
    assertThat(folder.resolve(WEIGHTS_FILE)).isRegularFile();
    assertThat(Files.size(file)).isLessThan(2_000);
    var constants = ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getInitializerList();
    assertThat(constants).hasSize(2).allMatch(c -> c.getDataLocation() == DataLocation.EXTERNAL);
    assertThat(OnnxModel.files(file)).containsExactly(file, folder.resolve(WEIGHTS_FILE));
    assertThatThrownBy(() -> OnnxTensor.numbers(constants.get(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in another file");
    try (var model = OnnxModel.open(file)) {
      assertThat(answers(model)).containsExactly(expected());
    }
  }

  @Test
  void isOneFileAsLongAsItFits() throws IOException {
    var small = directory.resolve("small.onnx");
    graph(1 << 20).write(small);
    assertThat(small).hasBinaryContent(graph(1 << 20).bytes());
    assertThat(directory.resolve("small.onnx.data")).doesNotExist();
    assertThat(OnnxModel.files(small)).containsExactly(small);
  }

  @Test
  void isTheSameBytesEachTime() throws IOException {
    var again = Files.createDirectory(directory.resolve("again"));
    graph(2_000).write(again.resolve(MODEL_FILE));
    assertThat(again.resolve(MODEL_FILE)).hasSameBinaryContentAs(file);
    assertThat(again.resolve(WEIGHTS_FILE)).hasSameBinaryContentAs(folder.resolve(WEIGHTS_FILE));
  }

  @Test
  void isRefusedWhereItHasToBeOneMessage() throws IOException {
    assertThatThrownBy(() -> graph(2_000).bytes())
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("graph 'large': more than 2000 bytes");
    var written = ModelProto.parseFrom(Files.readAllBytes(file));
    assertThatThrownBy(() -> OnnxGraph.continuing(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model 'large': keeps 'constant/")
        .hasMessageContaining("in another file");
  }

  @Test
  void mayContinueASmallOne() throws IOException {
    var start = OnnxGraph.named("start");
    start.output("z", start.node("Neg", start.input("x", DataType.FLOAT)), DataType.FLOAT);
    var continued = OnnxGraph.continuing(start.build(), 2_000);
    continued.clearOutputs();
    continued.output(
        "y",
        greatest(continued, continued.node("Mul", "z", continued.floats(weights(1)))),
        DataType.FLOAT);
    try (var open = continued.open(directory, "continued")) {
      assertThat(answers(open.model())).containsExactly(-0f, 7.6f, -0f);
    }
  }

  @Test
  void takesItsFilesAwayWhenItIsClosed() throws IOException {
    var scratch = Files.createDirectory(directory.resolve("scratch"));
    try (var open = graph(2_000).open(scratch, "large")) {
      assertThat(answers(open.model())).containsExactly(expected());
      assertThat(scratch).isNotEmptyDirectory();
    }
    assertThat(scratch).isEmptyDirectory();
    var wrong = OnnxGraph.named("wrong", 2_000);
    var x = wrong.input("x", DataType.FLOAT);
    wrong.output("y", wrong.node("NoSuchOperator", x, wrong.floats(weights(1))), DataType.FLOAT);
    assertThatThrownBy(() -> wrong.open(scratch, "wrong"))
        .isInstanceOf(InvalidModelException.class);
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void isOpenedWhereItArrives() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var model = OnnxModel.open(file);
        var out = new ObjectOutputStream(bytes)) {
      out.writeObject(model);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        var copy = (OnnxModel) in.readObject()) {
      assertThat(answers(copy)).containsExactly(expected());
    }
  }

  @Test
  void isServedWithItsWeights() throws Exception {
    var root = directory.resolve("served");
    var repository = new ModelRepository(root);
    var published = repository.publish("large", file);
    repository.activate("large", List.of(published.version()));
    assertThat(published.digests()).containsKeys(MODEL_FILE, WEIGHTS_FILE);
    try (var server = ModelServer.serving(root).start();
        var client = server.client()) {
      var answer = client.infer("large", Map.of("x", FloatTensor.column(1, -1, 0.5f)));
      assertThat(answer.outputs().floats("y")).containsExactly(expected());
    }
    var weights = published.directory().resolve(WEIGHTS_FILE);
    var damaged = Files.readAllBytes(weights);
    damaged[damaged.length - 1]++;
    Files.write(weights, damaged);
    assertThatThrownBy(() -> repository.verify("large", published.version()))
        .hasMessageContaining(WEIGHTS_FILE);
  }

  private Path examples() throws IOException {
    var examples = directory.resolve("examples");
    var split = Files.createDirectories(examples.resolve("Split-all"));
    try (var allocator = new RootAllocator();
        var x = new Float4Vector("x", allocator)) {
      IntStream.range(0, 5).forEach(i -> x.setSafe(i, i - 2));
      x.setValueCount(5);
      var batch = VectorSchemaRoot.of(x);
      try (var out = new ExamplesWriter(split, batch.getSchema(), allocator)) {
        out.append(batch);
      }
    }
    return examples;
  }

  private static float[] predictions(Path result) throws IOException {
    try (var allocator = new RootAllocator();
        var rows = new ExamplesReader(Dataset.of(result, List.of("all")), allocator)) {
      assertThat(rows.loadNextBatch()).isTrue();
      var y = (Float4Vector) rows.batch().getVector("y");
      var values = new float[y.getValueCount()];
      for (int row = 0; row < values.length; row++) {
        values[row] = y.get(row);
      }
      return values;
    }
  }

  @Test
  void isValidatedPushedAndAskedInBulk() throws Exception {
    var examples = examples();
    try (var run =
        FakeRun.of(new InfraValidator(MODEL, EXAMPLES), directory.resolve("validated"))) {
      run.given(MODEL, folder).given(EXAMPLES, examples).execute();
      assertThat(run.made(InfraValidator.Outputs::blessing).property(InfraBlessing.BLESSED))
          .as(run.messages().toString())
          .contains(true);
    }
    var root = directory.resolve("pushed");
    try (var run =
        FakeRun.of(
            new Pusher(MODEL, PushDestination.repository(root, "large")),
            directory.resolve("push"))) {
      run.given(MODEL, folder).execute();
      var version = new ModelRepository(root).directory("large", 1);
      assertThat(version.resolve(WEIGHTS_FILE))
          .hasSameBinaryContentAs(folder.resolve(WEIGHTS_FILE));
    }
    try (var run = FakeRun.of(new BulkInferrer(EXAMPLES, MODEL), directory.resolve("inferred"))) {
      run.given(MODEL, folder).given(EXAMPLES, examples).execute();
      assertThat(predictions(run.made(BulkInferrer.Outputs::inferenceResult).path()))
          .containsExactly(expectedOf(-2, -1, 0, 1, 2));
    }
  }

  @Test
  void isRefusedWithoutItsWeights() throws Exception {
    Files.delete(folder.resolve(WEIGHTS_FILE));
    var missing = "keeps weights in '" + WEIGHTS_FILE + "', which is not there";
    assertThatThrownBy(() -> OnnxModel.open(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(missing)
        .hasMessageContaining("copy them together");
    assertThatThrownBy(() -> new ModelRepository(directory.resolve("r")).publish("large", file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(missing);
    try (var run =
        FakeRun.of(
            new Pusher(MODEL, PushDestination.repository(directory.resolve("p"), "large")),
            directory.resolve("push"))) {
      run.given(MODEL, folder);
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining(missing);
    }
    try (var run =
        FakeRun.of(new InfraValidator(MODEL, EXAMPLES), directory.resolve("validated"))) {
      run.given(MODEL, folder).given(EXAMPLES, examples()).execute();
      assertThat(run.made(InfraValidator.Outputs::blessing).property(InfraBlessing.BLESSED))
          .contains(false);
      assertThat(run.messages()).anyMatch(message -> message.contains(missing));
    }
  }

  @Test
  void isRefusedIfItsWeightsEndTooEarly() throws IOException {
    var weights = folder.resolve(WEIGHTS_FILE);
    var bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> OnnxModel.open(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("ONNX Runtime says");
  }

  /** The file with another name of its file of weights. */
  private void referTo(String location) throws IOException {
    var model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    for (var constant : model.getGraphBuilder().getInitializerBuilderList()) {
      constant.getExternalDataBuilder(0).setValue(location);
    }
    Files.write(file, model.build().toByteArray());
  }

  @Test
  void isRefusedIfItReachesOutOfItsFolder() throws IOException {
    Files.copy(folder.resolve(WEIGHTS_FILE), directory.resolve("secret"));
    for (var location :
        List.of("../secret", "a/../../secret", directory.resolve("secret").toString())) {
      referTo(location);
      assertThatThrownBy(() -> OnnxModel.open(file))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("keeps weights in '" + location + "', which is outside its folder");
    }
  }

  @Test
  void mayHaveItsWeightsBelowItsFolderButNotInARepository() throws IOException {
    var below = Files.createDirectory(folder.resolve("weights"));
    Files.move(folder.resolve(WEIGHTS_FILE), below.resolve("w"));
    referTo("weights/w");
    try (var model = OnnxModel.open(file)) {
      assertThat(answers(model)).containsExactly(expected());
    }
    assertThatThrownBy(() -> new ModelRepository(directory.resolve("r")).publish("large", file))
        .hasMessageContaining("file name 'weights/w' (expected: a plain name");
  }

  @Test
  void isRefusedUnderAPathThatTheBindingCannotPassOn() throws IOException {
    var taxi = directory.resolve("\uD83D\uDE95");
    Files.move(folder, taxi);
    assertThatThrownBy(() -> OnnxModel.open(taxi.resolve(MODEL_FILE)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("characters beyond U+FFFF");
  }
}
