package io.tributary.core;

import io.tributary.api.Channel;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Join;
import io.tributary.core.steps.Text;
import io.tributary.core.steps.Write;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A pipeline of twenty nodes, and what a run of it leaves behind. */
public final class Layers {
  public static final String RUN = "run";

  /** How many nodes can run at a time. */
  public static final int WIDTH = 4;

  public static final int NODES = 5 * WIDTH;

  private Layers() {}

  /** Five layers of four, each node below two of the layer above. */
  public static io.tributary.proto.pipeline.Pipeline pipeline(Path trace) {
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

  public static RunRequest request(Path trace) {
    return RunRequest.of(pipeline(trace), Layers.class.getClassLoader(), RUN)
        .withParallelism(WIDTH);
  }

  /** Runs it to its end. */
  public static RunResult run(Runner runner, RunHome home, Path trace, RunListener listener)
      throws InterruptedException {
    return runner.start(request(trace), home, listener).await();
  }

  /** What every node made, by node and output. */
  public static Map<String, String> digests(RunResult result) {
    var digests = new TreeMap<String, String>();
    for (var node : result.nodes()) {
      node.outputs()
          .forEach(
              (name, artifacts) ->
                  digests.put(node.node() + "." + name, artifacts.get(0).digest()));
    }
    return digests;
  }

  /** Digests of all artifacts that count, by name; none may be there twice. */
  public static Map<String, String> digests(RunHome home) {
    var digests = new TreeMap<String, String>();
    for (var artifact :
        home.metadata()
            .store()
            .getArtifacts(GetArtifactsRequest.getDefaultInstance())
            .getArtifactsList()) {
      if (artifact.getState() == Artifact.State.LIVE) {
        var digest =
            artifact.getCustomPropertiesOrThrow(StoredArtifact.CONTENT_DIGEST).getStringValue();
        if (digests.put(artifact.getName(), digest) != null) {
          throw new AssertionError(artifact.getName() + " is there twice");
        }
      }
    }
    return digests;
  }

  public static long completeExecutions(RunHome home) {
    return home
        .metadata()
        .store()
        .getExecutions(GetExecutionsRequest.getDefaultInstance())
        .getExecutionsList()
        .stream()
        .filter(execution -> execution.getLastKnownState() == Execution.State.COMPLETE)
        .count();
  }
}
