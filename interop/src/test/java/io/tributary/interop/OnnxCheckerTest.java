package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX's own checker against the graphs of every algorithm, for every task that it does. */
class OnnxCheckerTest {
  @Test
  void everyExportedGraphPasses(@TempDir Path directory) throws Exception {
    var arguments = new ArrayList<String>();
    for (var graph : ExportedGraph.all()) {
      arguments.add(graph.write(directory).toString());
    }

    var output =
        PythonScript.named("onnx_check.py", arguments.toArray(String[]::new))
            .run(PythonEnvironment.ONNX, directory, Duration.ofMinutes(5));

    assertThat(output.lines())
        .isEqualTo(ExportedGraph.all().stream().map(graph -> graph.name() + ".onnx").toList())
        .hasSize(ExportedGraph.COUNT);
  }
}
