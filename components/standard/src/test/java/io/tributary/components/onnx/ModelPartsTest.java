package io.tributary.components.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Shape;
import io.tributary.serving.TensorSpec;
import io.tributary.serving.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelPartsTest {
  /** Of x: twice; of x and y: the sum; of none: a constant. */
  private static ModelProto whole() {
    var graph = OnnxGraph.named("whole");
    var x = graph.input("x", DataType.FLOAT);
    var y = graph.input("y", DataType.FLOAT);
    var twice = graph.node("Mul", x, graph.floats(2));
    graph.output("sum", graph.node("Add", twice, graph.node("Neg", y)), DataType.FLOAT);
    graph.output("twice", twice, DataType.FLOAT);
    graph.output("one", graph.floats(1), DataType.FLOAT);
    return graph.build();
  }

  @Test
  void tellsTheOnlyInputThatAnOutputFollowsFrom() {
    var parts = new ModelParts(whole());
    assertThat(parts.soleInput("twice")).map(ValueInfoProto::getName).hasValue("x");
    assertThat(parts.soleInput("sum")).isEmpty();
    assertThat(parts.soleInput("one")).isEmpty();
  }

  @Test
  void aPartHasWhatItsOutputsNeed() {
    var part = new ModelParts(whole()).of(List.of("twice")).getGraph();
    assertThat(part.getInputList()).extracting(ValueInfoProto::getName).containsExactly("x");
    assertThat(part.getOutputList()).extracting(ValueInfoProto::getName).containsExactly("twice");
    assertThat(part.getNodeList())
        .extracting(NodeProto::getOpType)
        .containsExactly("Mul", "Identity");
    assertThat(part.getInitializerCount()).isEqualTo(1);
  }

  @Test
  void aPartComputesWhatTheWholeComputes() {
    var parts = new ModelParts(whole());
    var rows =
        Map.<String, io.tributary.serving.Tensor>of(
            "x", FloatTensor.column(1, 2), "y", FloatTensor.column(5, 7));
    try (var whole = OnnxModel.of(whole().toByteArray(), "whole");
        var part = OnnxModel.of(parts.of(List.of("one", "sum")).toByteArray(), "part")) {
      var expected = whole.infer(rows);
      var found = part.infer(rows);
      assertThat(found.byName()).containsOnlyKeys("sum", "one");
      assertThat(found.get("sum")).isEqualTo(expected.get("sum"));
      assertThat(found.floats("sum")).containsExactly(-3, -3);
    }
  }

  @Test
  void inputsOfAPartMayComeOneBelowTheOther() {
    var graph = OnnxGraph.named("whole");
    var x = graph.input("stack", DataType.FLOAT);
    var y = graph.input("y", DataType.FLOAT);
    graph.output("twice", graph.node("Mul", x, graph.floats(2)), DataType.FLOAT);
    graph.output("negative", graph.node("Neg", y), DataType.FLOAT);
    graph.output("sum", graph.node("Add", x, y), DataType.FLOAT);

    var part = new ModelParts(graph.build()).stacked(List.of("twice", "negative"));

    try (var model = OnnxModel.of(part.toByteArray(), "part")) {
      assertThat(model.signature().inputs()).extracting(TensorSpec::name).hasSize(2);
      var answer = infer(model, new float[] {1, 2, 3, 4, 5}, 3, 2);
      assertThat(answer.floats("twice")).containsExactly(2, 4, 6);
      assertThat(answer.floats("negative")).containsExactly(-4, -5);
      assertThat(infer(model, new float[] {7}, 0, 1).floats("twice")).isEmpty();
      assertThat(infer(model, new float[0], 0, 0).floats("negative")).isEmpty();
    }
  }

  private static Tensors infer(OnnxModel model, float[] stack, long... rows) {
    var inputs = model.signature().inputs();
    return model.infer(
        Map.of(
            inputs.get(0).name(),
            FloatTensor.column(stack),
            inputs.get(1).name(),
            new Int64Tensor(Shape.of(rows.length), rows)));
  }
}
