package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.RandomRows;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Tensor;
import io.tributary.serving.repository.ModelRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Triton on the graphs of every algorithm, for every task that it does: one after the other. */
@Timeout(1800)
class TritonGraphsTest {
  private static final int ROWS = 500;
  private static final double TOLERANCE = 1e-6;

  @Test
  void everyExportedGraphIsLoadedAndAnswersAsOffline(@TempDir Path directory) throws Exception {
    PythonEnvironment.TRITON.need();
    var graphs = ExportedGraph.all();
    var repository = new ModelRepository(directory.resolve("models"));
    for (var graph : graphs) {
      var version = repository.publish(graph.name(), graph.write(directory)).version();
      repository.activate(graph.name(), List.of(version));
    }
    var rows =
        List.of(
            Exported.tensors(RandomRows.features(ROWS, 7), 0, ROWS),
            Exported.tensors(RandomRows.extremes(ROWS, 8), 0, ROWS));

    int asked = 0;
    try (var triton = TritonServer.start(directory, repository.root(), TritonServer.freePort());
        var client = triton.client()) {
      for (var graph : graphs) {
        client.load(graph.name());
        assertThat(client.modelReady(graph.name(), "1")).as(graph.name()).isTrue();
        for (var inputs : rows) {
          assertAnswersAsOffline(client, graph, inputs);
          asked++;
        }
        client.unload(graph.name());
      }
    }
    assertThat(asked).isEqualTo(2 * ExportedGraph.COUNT);
  }

  private static void assertAnswersAsOffline(
      InferenceClient client, ExportedGraph graph, Map<String, Tensor> inputs) {
    var served = client.infer(graph.name(), inputs).outputs().byName();
    try (var onnx = OnnxModel.of(graph.onnx(), graph.name())) {
      var offline = onnx.infer(inputs).byName();
      assertThat(served.keySet()).isEqualTo(offline.keySet());
      offline.forEach(
          (name, tensor) -> assertSame(graph.name() + " > " + name, served.get(name), tensor));
    }
  }

  /** Numbers within 1e-6 of their size, all else bit for bit. */
  private static void assertSame(String where, Tensor served, Tensor offline) {
    if (!(served instanceof FloatTensor actual && offline instanceof FloatTensor expected)) {
      assertThat(served).as(where).isEqualTo(offline);
      return;
    }
    assertThat(actual.shape()).as(where).isEqualTo(expected.shape());
    for (int i = 0; i < expected.size(); i++) {
      float one = actual.values()[i];
      float other = expected.values()[i];
      boolean same =
          Float.compare(one, other) == 0
              || Math.abs((double) one - other) <= TOLERANCE * Math.max(1, Math.abs(other));
      assertThat(same).as("%s [%d]: %s (expected: %s)", where, i, one, other).isTrue();
    }
  }
}
