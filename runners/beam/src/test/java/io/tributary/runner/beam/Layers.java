package io.tributary.runner.beam;

import io.tributary.api.Channel;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.Runner;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Join;
import io.tributary.core.steps.Text;
import io.tributary.core.steps.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Twenty nodes: five layers of four, each node below two of the layer above. */
final class Layers {
  static final int WIDTH = 4;
  static final int NODES = 5 * WIDTH;

  private Layers() {}

  static io.tributary.proto.pipeline.Pipeline pipeline(Path trace) {
    var p = Pipeline.named("layers");
    List<Channel<Text>> above = List.of();
    for (int layer = 0; layer < NODES / WIDTH; layer++) {
      var below = new ArrayList<Channel<Text>>();
      for (int i = 0; i < WIDTH; i++) {
        var options = NodeOptions.id("n" + layer + "-" + i);
        below.add(
            layer == 0
                ? p.add(new Write("text " + i, trace), options).text()
                : p.add(
                        new Join(above.get(i), Optional.of(above.get((i + layer) % WIDTH)), trace),
                        options)
                    .text());
      }
      above = below;
    }
    return Compiler.compile(p);
  }

  static RunResult run(Runner runner, RunHome home, Path trace, RunListener listener)
      throws InterruptedException {
    var request =
        RunRequest.of(pipeline(trace), Layers.class.getClassLoader(), "run").withParallelism(WIDTH);
    return runner.start(request, home, listener).await();
  }

  /** What every node made, by node and output. */
  static Map<String, String> digests(RunResult result) {
    var digests = new TreeMap<String, String>();
    for (var node : result.nodes()) {
      node.outputs()
          .forEach(
              (name, artifacts) ->
                  digests.put(node.node() + "." + name, artifacts.get(0).digest()));
    }
    return digests;
  }
}
