package io.tributary.server.view;

import io.tributary.metadata.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run with its nodes, and what each has made or reused. */
public record RunDetailView(
    String id,
    String pipeline,
    RunState state,
    Instant started,
    Optional<Instant> ended,
    String message,
    Map<String, String> parameters,
    List<NodeView> nodes) {

  public static RunDetailView of(StoredRun stored) {
    var run = stored.run();
    return new RunDetailView(
        run.id(),
        run.pipeline(),
        run.state(),
        run.started(),
        run.ended(),
        run.message(),
        run.parameters(),
        stored.nodes().stream()
            .map(node -> NodeView.of(node, stored.outputs().getOrDefault(node.nodeId(), List.of())))
            .toList());
  }
}
