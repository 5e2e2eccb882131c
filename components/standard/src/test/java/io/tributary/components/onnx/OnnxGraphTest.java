package io.tributary.components.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.tributary.api.ExecutionFailure;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Signature;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnnxGraphTest {
  @Test
  void refusesMoreThanAFileCanHold() {
    var graph = OnnxGraph.named("large", 1_000);
    graph.floats(new float[200]);
    assertThatThrownBy(() -> graph.floats(new float[201]))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure ->
                assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.RESOURCE_EXHAUSTED))
        .hasMessageContaining("graph 'large': more than 1000 bytes of constants and nodes")
        .hasMessageContaining("2 GiB");
    var terms = OnnxAttribute.ofStrings("keys_strings", List.of("x".repeat(900)));
    var ofNodes = OnnxGraph.named("terms", 1_000);
    var x = ofNodes.input("x", DataType.STRING);
    ofNodes.node(OnnxDomain.ML, "LabelEncoder", List.of(terms), x);
    assertThatThrownBy(() -> ofNodes.node(OnnxDomain.ML, "LabelEncoder", List.of(terms), x))
        .isInstanceOf(ExecutionFailure.class);
  }

  @Test
  void refusesANodeWhoseSizeIsBeyondIntegers() {
    var table = OnnxTensor.doubles(new long[] {1 << 22}, new double[1 << 22]);
    var attributes =
        IntStream.range(0, 80).mapToObj(i -> OnnxAttribute.ofTensor("table" + i, table)).toList();
    var graph = OnnxGraph.named("larger");
    var x = graph.input("x", DataType.FLOAT);
    assertThatThrownBy(() -> graph.node(OnnxDomain.ML, "TreeEnsembleRegressor", attributes, x))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("2 GiB");
  }

  @Test
  void tellsTheNamesOfClassesToThoseWhoOpenIt() {
    var graph = OnnxGraph.named("classes");
    var x = graph.input("x", DataType.FLOAT, -1, 3);
    graph.output("y", graph.node("Identity", x), DataType.FLOAT, -1, 3);
    graph.classes("y", List.of("é", "\"quoted\"", "🚕\0"));
    try (var onnx = OnnxModel.of(OnnxGraph.continuing(graph.build()).bytes(), "classes")) {
      var read = Signature.fromJson(onnx.signature().toJson());
      assertThat(read).isEqualTo(onnx.signature());
      assertThat(read.output("y").orElseThrow().classes())
          .containsExactly("é", "\"quoted\"", "🚕\0");
      assertThat(read.input("x").orElseThrow().classes()).isEmpty();
    }
  }

  private static OnnxGraph twice() {
    var graph = OnnxGraph.named("twice");
    var x = graph.input("x", DataType.FLOAT);
    graph.output("y", graph.node("Mul", x, graph.floats(2)), DataType.FLOAT);
    return graph;
  }

  private static Object run(OnnxGraph graph, String input, Object values) throws OrtException {
    var environment = OrtEnvironment.getEnvironment();
    try (var session = environment.createSession(graph.bytes());
        var tensor = ai.onnxruntime.OnnxTensor.createTensor(environment, values);
        var result = session.run(Map.<String, OnnxTensorLike>of(input, tensor))) {
      return result.get(0).getValue();
    }
  }

  @Test
  void runsInOnnxRuntime() throws OrtException {
    assertThat((float[][]) run(twice(), "x", new float[][] {{1}, {-3}}))
        .isDeepEqualTo(new float[][] {{2}, {-6}});
  }

  @Test
  void sameCallsGiveSameBytes() {
    assertThat(twice().bytes()).isEqualTo(twice().bytes());
  }

  @Test
  void namesItsProducerAndNothingElse() {
    var model = twice().build();
    assertThat(model.getProducerName()).isEqualTo("tributary");
    assertThat(model.getProducerVersion()).isEmpty();
    assertThat(model.getDocString()).isEmpty();
    assertThat(model.getOpsetImportList()).hasSize(1);
  }

  @Test
  void storesEqualConstantsOnce() {
    var graph = OnnxGraph.named("constants");
    assertThat(graph.floats(1, 2)).isEqualTo(graph.floats(1, 2)).isNotEqualTo(graph.doubles(1, 2));
    assertThat(graph.build().getGraph().getInitializerCount()).isEqualTo(2);
  }

  @Test
  void continuesAModelAndReusesItsConstants() throws Exception {
    var graph = OnnxGraph.continuing(ModelProto.parseFrom(twice().bytes()));
    assertThat(graph.inputs()).containsExactly("x");
    assertThat(graph.outputs()).containsExactly("y");
    graph.clearOutputs();
    graph.output("z", graph.node("Mul", "y", graph.floats(2)), DataType.FLOAT);
    assertThat(graph.build().getGraph().getInitializerCount()).isEqualTo(1);
    assertThat((float[][]) run(graph, "x", new float[][] {{1.5f}}))
        .isDeepEqualTo(new float[][] {{6}});
  }

  @Test
  void importsADomainWhenItIsUsed() throws OrtException {
    var graph = OnnxGraph.named("vocabulary");
    var x = graph.input("x", DataType.STRING);
    var id =
        graph.node(
            OnnxDomain.ML,
            "LabelEncoder",
            List.of(
                OnnxAttribute.ofStrings("keys_strings", List.of("a", "b")),
                OnnxAttribute.ofInts("values_int64s", 0, 1),
                OnnxAttribute.ofInt("default_int64", 2)),
            x);
    graph.output("id", id, DataType.INT64);
    assertThat(graph.build().getOpsetImportList())
        .extracting(opset -> opset.getDomain() + opset.getVersion())
        .containsExactly("17", "ai.onnx.ml3");
    assertThat((long[][]) run(graph, "x", new String[][] {{"b"}, {"?"}, {"a"}}))
        .isDeepEqualTo(new long[][] {{1}, {2}, {0}});
  }

  @Test
  void drawsFromLaterStandardOperatorsOnDemand() {
    var graph = OnnxGraph.named("later");
    graph.raise(20);
    graph.raise(18);
    assertThat(graph.build().getOpsetImport(0).getVersion()).isEqualTo(20);
    assertThat(graph.build().getIrVersion()).isEqualTo(9);
    assertThatThrownBy(() -> graph.raise(21))
        .hasMessageContaining("operator set 21 (expected: at most 20)");
  }

  @Test
  void nodesCanHaveSeveralOutputs() throws OrtException {
    var graph = OnnxGraph.named("largest");
    var x = graph.input("x", DataType.FLOAT, -1, 3);
    var outputs =
        graph.node(OnnxDomain.STANDARD, "TopK", List.of(), List.of(x, graph.vector(1)), 2);
    graph.output("where", outputs.get(1), DataType.INT64);
    assertThat((long[][]) run(graph, "x", new float[][] {{1, 9, 3}}))
        .isDeepEqualTo(new long[][] {{1}});
  }

  @Test
  void casts() throws OrtException {
    var graph = OnnxGraph.named("cast");
    var x = graph.input("x", DataType.FLOAT);
    graph.output("y", graph.cast(x, DataType.INT64), DataType.INT64);
    assertThat((long[][]) run(graph, "x", new float[][] {{2.7f}}))
        .isDeepEqualTo(new long[][] {{2}});
  }

  @Test
  void refusesUnknownTensors() {
    var graph = OnnxGraph.named("g");
    assertThatThrownBy(() -> graph.node("Abs", "nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Abs: input 'nothing'");
    assertThatThrownBy(() -> graph.output("y", "nothing", DataType.FLOAT))
        .hasMessageContaining("nothing");
  }

  @Test
  void refusesANameTwice() {
    var graph = twice();
    assertThatThrownBy(() -> graph.input("x", DataType.FLOAT)).hasMessageContaining("'x'");
    assertThatThrownBy(() -> graph.output("y", "x", DataType.FLOAT)).hasMessageContaining("'y'");
    graph.output("y", "y", DataType.FLOAT);
    assertThatThrownBy(graph::build).hasMessageContaining("each name once");
  }

  @Test
  void refusesOperatorSetsItDoesNotKnow() {
    var model = twice().build().toBuilder();
    model.getOpsetImportBuilder(0).setVersion(13);
    assertThatThrownBy(() -> OnnxGraph.continuing(model.build()))
        .hasMessageContaining("operator set 13")
        .hasMessageContaining("17 to 20");
  }

  @Test
  void tensorsHoldAsManyValuesAsTheirShape() {
    assertThatThrownBy(() -> OnnxTensor.longs(new long[] {2, 2}, 1, 2, 3))
        .hasMessageContaining("3 values (expected: 4");
    assertThat(OnnxTensor.booleans(new long[] {}, true).getDimsCount()).isZero();
  }
}
