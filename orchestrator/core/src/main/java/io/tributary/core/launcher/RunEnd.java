package io.tributary.core.launcher;

import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import java.util.Map;
import java.util.stream.Collectors;

/** How a run ended all of whose nodes have. */
record RunEnd(RunState state, String message) {
  /**
   * Canceled if a node was, else failed if a node has.
   *
   * @param nodes the ended states by node, in the order of the pipeline
   */
  static RunEnd of(Map<String, NodeState> nodes) {
    var failed =
        nodes.entrySet().stream()
            .filter(node -> node.getValue() == NodeState.FAILED)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    var state =
        nodes.containsValue(NodeState.CANCELED)
            ? RunState.CANCELED
            : failed.isEmpty() ? RunState.COMPLETE : RunState.FAILED;
    return new RunEnd(state, failed.isEmpty() ? "" : "failed: " + failed);
  }
}
