package io.tributary.core;

import static java.util.Objects.requireNonNull;

import io.tributary.metadata.RunState;
import java.time.Duration;
import java.util.List;

/**
 * How a run ended.
 *
 * @param nodes in the order of the pipeline; nodes that never started because the run was canceled
 *     are in it as CANCELED
 */
public record RunResult(
    String runId,
    String pipeline,
    RunState state,
    String message,
    Duration elapsed,
    List<NodeResult> nodes) {
  public RunResult {
    requireNonNull(runId, "runId");
    requireNonNull(pipeline, "pipeline");
    requireNonNull(state, "state");
    requireNonNull(message, "message");
    requireNonNull(elapsed, "elapsed");
    nodes = List.copyOf(nodes);
  }

  /** Whether no node failed and the run was not canceled. */
  public boolean succeeded() {
    return state == RunState.COMPLETE;
  }

  /**
   * The result of one node.
   *
   * @throws IllegalArgumentException if the pipeline has no such node
   */
  public NodeResult node(String id) {
    for (var node : nodes) {
      if (node.node().equals(id)) {
        return node;
      }
    }
    throw new IllegalArgumentException(
        "run '"
            + runId
            + "' > node: '"
            + id
            + "' (expected: one of "
            + nodes.stream().map(NodeResult::node).toList()
            + "); name a node of pipeline '"
            + pipeline
            + "'");
  }
}
