package io.tributary.components.transform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.FittedTransform.Dtype;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.RawInput;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

class ApplicationTest {
  @Test
  void aVectorIsAFixedSizeListOfItsComponents() {
    var graph = OnnxGraph.named("transform");
    var x = graph.input("x", DataType.FLOAT);
    graph.output("v", graph.node("Mul", x, graph.floats(1, 2, 3)), DataType.FLOAT, -1, 3);
    var description =
        new TransformDescription(
            List.of(new RawInput("x", Dtype.FP32)),
            List.of(Feature.vector("v", 3)),
            List.of(),
            Optional.empty(),
            List.of());
    try (var allocator = new RootAllocator();
        var application = new Application(description, graph.build(), Optional.empty());
        var column = new Float4Vector("x", allocator);
        var output = VectorSchemaRoot.create(application.outputSchema(), allocator)) {
      for (int i = 0; i < 5000; i++) {
        column.setSafe(i, i);
      }
      column.setValueCount(5000);
      application.apply(VectorSchemaRoot.of(column), output);
      assertThat(output.getRowCount()).isEqualTo(5000);
      var vectors = output.getVector("v");
      assertThat(vectors.getNullCount()).isZero();
      assertThat(vectors.getObject(0)).isEqualTo(List.of(0f, 0f, 0f));
      assertThat(vectors.getObject(4999)).isEqualTo(List.of(4999f, 9998f, 14997f));
    }
  }
}
