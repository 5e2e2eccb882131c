package io.tributary.core.launcher;

import io.tributary.api.RunOutcome;
import io.tributary.core.NodeResult;
import io.tributary.metadata.NodeState;
import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How the nodes of a run ended that have ended so far. Thread-safe. */
final class EndedNodes {
  private final Map<String, NodeResult> results = new ConcurrentHashMap<>();

  Optional<NodeResult> find(String node) {
    return Optional.ofNullable(results.get(node));
  }

  Set<String> all() {
    return Set.copyOf(results.keySet());
  }

  /** How a node ended that must have ended. */
  NodeResult get(String node) {
    var result = results.get(node);
    if (result == null) {
      throw new IllegalStateException(
          "node '" + node + "': has not ended (expected: to end before the nodes below it start)");
    }
    return result;
  }

  void put(NodeResult result) {
    results.put(result.node(), result);
  }

  void forget(Collection<String> nodes) {
    nodes.forEach(results::remove);
  }

  /** Whether a node has not ended, but all nodes above it have. */
  boolean isReady(Node node) {
    return !results.containsKey(node.getId())
        && node.getUpstreamList().stream().allMatch(results::containsKey);
  }

  /** What exit handlers are told, when every other node has ended. */
  RunOutcome outcome(Pipeline pipeline) {
    var outcomes = new ArrayList<RunOutcome.NodeOutcome>();
    for (var node : pipeline.getNodesList()) {
      if (node.getTrigger() != Node.Trigger.ALL_UPSTREAM_ENDED) {
        var result = get(node.getId());
        boolean explained =
            result.state() != NodeState.COMPLETE && result.state() != NodeState.CACHED;
        outcomes.add(
            new RunOutcome.NodeOutcome(
                node.getId(),
                RunOutcome.State.valueOf(result.state().name()),
                explained ? result.reason() : ""));
      }
    }
    return new RunOutcome(outcomes);
  }
}
