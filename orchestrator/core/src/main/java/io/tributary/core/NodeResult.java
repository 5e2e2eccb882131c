package io.tributary.core;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.metadata.NodeState;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a node of a run ended.
 *
 * @param node id of the node
 * @param state an ended state
 * @param reason why it ran, was cached, was skipped or failed, in one line
 * @param attempt number of its last attempt; 0 if it never ran
 * @param executionId of its last execution in the metadata store, if there was one
 * @param elapsed from the start of its first attempt in this process to its end; zero if it did not
 *     run
 * @param outputs what it made, or what was reused, by output; outputs without artifacts are absent
 * @param failure what prevented it, if it failed or was canceled while it ran
 */
public record NodeResult(
    String node,
    NodeState state,
    String reason,
    int attempt,
    OptionalLong executionId,
    Duration elapsed,
    Map<String, List<StoredArtifact<?>>> outputs,
    Optional<ExecutionFailure> failure) {

  public NodeResult {
    requireNonNull(node, "node");
    requireNonNull(state, "state");
    requireNonNull(reason, "reason");
    requireNonNull(executionId, "executionId");
    requireNonNull(elapsed, "elapsed");
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    requireNonNull(failure, "failure");
  }

  /** The same, with its execution. */
  public NodeResult withExecution(long id) {
    return new NodeResult(
        node, state, reason, attempt, OptionalLong.of(id), elapsed, outputs, failure);
  }

  /** The artifacts of an output; empty if there are none. */
  public List<StoredArtifact<?>> output(String name) {
    return outputs.getOrDefault(name, List.of());
  }
}
