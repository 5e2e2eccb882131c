package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.metadata.NodeRun;
import io.tributary.proto.mlmd.GetExecutionsByIDRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How nodes ended, read from what is stored of them. Thread-safe. */
final class StoredResults {
  private final RunHome home;
  private final History history;

  StoredResults(RunHome home, History history) {
    this.home = home;
    this.history = history;
  }

  /** Empty while the node has not ended. */
  Optional<NodeResult> of(NodeRun row) {
    if (!row.state().ended()) {
      return Optional.empty();
    }
    return Optional.of(
        row.state().succeeded()
            ? of(row, outputs(row), Optional.empty())
            : of(row, Map.of(), failure(row)));
  }

  private Map<String, List<StoredArtifact<?>>> outputs(NodeRun row) {
    return row.executionId().isPresent()
        ? history.outputs(row.executionId().getAsLong())
        : Map.of();
  }

  private Optional<ExecutionFailure> failure(NodeRun row) {
    if (row.executionId().isEmpty()) {
      return Optional.empty();
    }
    return home
        .metadata()
        .store()
        .getExecutionsByID(
            GetExecutionsByIDRequest.newBuilder()
                .addExecutionIds(row.executionId().getAsLong())
                .build())
        .getExecutionsList()
        .stream()
        .flatMap(execution -> Ledger.failure(execution).stream())
        .findFirst();
  }

  static NodeResult of(
      NodeRun row,
      Map<String, List<StoredArtifact<?>>> outputs,
      Optional<ExecutionFailure> failure) {
    var elapsed =
        row.started().isPresent() && row.ended().isPresent()
            ? Duration.between(row.started().get(), row.ended().get())
            : Duration.ZERO;
    return new NodeResult(
        row.nodeId(),
        row.state(),
        row.reason(),
        row.attempt(),
        row.executionId(),
        elapsed,
        outputs,
        failure);
  }
}
