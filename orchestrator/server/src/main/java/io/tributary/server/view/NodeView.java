package io.tributary.server.view;

import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.server.json.Field;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A node of a run. */
public record NodeView(
    String id,
    NodeState state,
    @Field("0 before it ran, then 1, 2, ...") int attempt,
    @Field("why it ran, was cached, skipped, or failed") String reason,
    Optional<Long> execution,
    Optional<Instant> started,
    Optional<Instant> ended,
    List<ArtifactView> outputs) {

  static NodeView of(NodeRun node, List<Artifact> outputs) {
    var execution = node.executionId();
    return new NodeView(
        node.nodeId(),
        node.state(),
        node.attempt(),
        node.reason(),
        execution.isPresent() ? Optional.of(execution.getAsLong()) : Optional.empty(),
        node.started(),
        node.ended(),
        outputs.stream().map(ArtifactView::of).toList());
  }
}
