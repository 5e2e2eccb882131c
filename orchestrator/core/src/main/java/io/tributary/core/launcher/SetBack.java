package io.tributary.core.launcher;

import io.tributary.metadata.NodeRun;
import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Pipeline;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which nodes of a run have to end anew, though they had ended, when some of it runs again. */
final class SetBack {
  private final Pipeline pipeline;
  private final List<NodeRun> rows;
  private final Set<String> exitHandlers;

  /**
   * @param rows what is stored of the run's nodes
   */
  SetBack(Pipeline pipeline, List<NodeRun> rows) {
    this.pipeline = pipeline;
    this.rows = rows;
    this.exitHandlers =
        pipeline.getNodesList().stream()
            .filter(node -> node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED)
            .map(Node::getId)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * When the whole run is resumed: nodes that ended without success, and exit handlers, which have
   * to see how those end this time.
   */
  List<NodeRun> forResumption() {
    boolean complete =
        rows.stream()
            .allMatch(row -> exitHandlers.contains(row.nodeId()) || row.state().succeeded());
    return pending(
        row -> !row.state().succeeded() || (!complete && exitHandlers.contains(row.nodeId())));
  }

  /**
   * When one node runs again: the node itself, nodes below it that did not succeed, and exit
   * handlers, unless it is one of them.
   */
  List<NodeRun> forNode(String node) {
    if (exitHandlers.contains(node)) {
      return pending(row -> row.nodeId().equals(node));
    }
    var below = new HashSet<>(Set.of(node));
    for (var declared : pipeline.getNodesList()) {
      if (declared.getUpstreamList().stream().anyMatch(below::contains)) {
        below.add(declared.getId());
      }
    }
    return pending(
        row ->
            exitHandlers.contains(row.nodeId())
                || (below.contains(row.nodeId()) && !row.state().succeeded()));
  }

  private List<NodeRun> pending(Predicate<NodeRun> outdated) {
    return rows.stream()
        .filter(row -> row.state().ended())
        .filter(outdated)
        .map(NodeRun::again)
        .toList();
  }
}
