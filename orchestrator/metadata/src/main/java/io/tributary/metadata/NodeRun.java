package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One node of one run.
 *
 * @param runId the run
 * @param nodeId the node within the pipeline
 * @param state how far it is
 * @param attempt 0 before it ran, then 1, 2, ...
 * @param executionId its execution in the metadata store, once there is one
 * @param reason why it ran, was cached, skipped, or failed, in words; may be empty
 * @param started when the process that ended it, or has it under way, started its first attempt
 *     there, if any has
 * @param ended when it ended, if it has
 * @param details a JSON object with what explanations need, such as the ingredients of the cache
 *     key; <code>{}</code> when there is nothing
 */
public record NodeRun(
    String runId,
    String nodeId,
    NodeState state,
    int attempt,
    OptionalLong executionId,
    String reason,
    Optional<Instant> started,
    Optional<Instant> ended,
    String details) {

  /** Checks that nothing is missing. */
  public NodeRun {
    if (runId.isEmpty()) {
      throw new IllegalArgumentException(
          "NodeRun.runId: '' (expected: the id of a run); say which run the node is in");
    }
    if (nodeId.isEmpty()) {
      throw new IllegalArgumentException(
          "NodeRun.nodeId: '' (expected: the id of a node); say which node it is");
    }
    requireNonNull(state, "state");
    if (attempt < 0) {
      throw new IllegalArgumentException(
          "NodeRun.attempt: "
              + attempt
              + " (expected: >= 0); count attempts from 1, 0 before the first");
    }
    requireNonNull(executionId, "executionId");
    requireNonNull(reason, "reason");
    requireNonNull(started, "started");
    requireNonNull(ended, "ended");
    requireNonNull(details, "details");
  }

  /** The same, with its execution. */
  public NodeRun withExecution(long id) {
    return new NodeRun(
        runId, nodeId, state, attempt, OptionalLong.of(id), reason, started, ended, details);
  }

  /** A node that has not started. */
  public static NodeRun pending(String runId, String nodeId) {
    return new NodeRun(
        runId,
        nodeId,
        NodeState.PENDING,
        0,
        OptionalLong.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        "{}");
  }

  /** The same node, to be run again; its attempts go on counting. */
  public NodeRun again() {
    return new NodeRun(
        runId,
        nodeId,
        NodeState.PENDING,
        attempt,
        OptionalLong.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        details);
  }
}
