package io.tributary.api;

import java.util.List;

/**
 * How a run went, as an exit handler sees it.
 *
 * @param nodes every node but the exit handlers, in the order of the plan
 */
public record RunOutcome(List<NodeOutcome> nodes) {

  /** How a node ended. */
  public enum State {
    COMPLETE,
    CACHED,
    SKIPPED,
    FAILED,
    CANCELED
  }

  /**
   * How one node ended.
   *
   * @param message why it failed or was skipped; empty otherwise
   */
  public record NodeOutcome(String node, State state, String message) {}

  public RunOutcome {
    nodes = List.copyOf(nodes);
  }

  /** Whether no node failed or was canceled. */
  public boolean succeeded() {
    return nodes.stream()
        .noneMatch(node -> node.state() == State.FAILED || node.state() == State.CANCELED);
  }
}
