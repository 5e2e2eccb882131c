package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.artifact.Attempt;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Picks up a run where a process that died, or was canceled, left it: nodes that had ended stay
 * ended, what was prepared to be committed is committed, everything else is dropped and will run
 * again.
 */
final class Recovery {
  private static final String RECOVERED =
      "had finished when its process ended; committed from its manifest";

  private final Pipeline pipeline;
  private final RunHome home;
  private final Ledger ledger;
  private final History history;
  private final StoredResults results;

  Recovery(Pipeline pipeline, RunHome home, Ledger ledger, History history) {
    this.pipeline = pipeline;
    this.home = home;
    this.ledger = ledger;
    this.history = history;
    this.results = new StoredResults(home, history);
  }

  /** Recovers what is stored of a run's nodes; gives the results of those that have ended. */
  Map<String, NodeResult> recover(List<NodeRun> rows) throws IOException {
    var ended = new LinkedHashMap<String, NodeResult>();
    for (var row : rows) {
      takeOver(row).ifPresent(result -> ended.put(row.nodeId(), result));
    }
    dropOutdatedExitHandlers(ended);
    return ended;
  }

  /** An exit handler that saw a node fail has to see how the node ends this time. */
  private void dropOutdatedExitHandlers(Map<String, NodeResult> ended) {
    boolean complete =
        pipeline.getNodesList().stream()
            .filter(node -> node.getTrigger() != Node.Trigger.ALL_UPSTREAM_ENDED)
            .allMatch(node -> ended.containsKey(node.getId()));
    if (!complete) {
      for (var node : pipeline.getNodesList()) {
        if (node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED) {
          ended.remove(node.getId());
        }
      }
    }
  }

  private Optional<NodeResult> interrupted(NodeRun row) throws IOException {
    if (row.executionId().isEmpty()) {
      return Optional.empty();
    }
    var attempt = new Attempt(row.runId(), row.nodeId(), row.attempt());
    var execution = ledger.execution(row.executionId().getAsLong());
    if (execution.getLastKnownState() != Execution.State.RUNNING) {
      return Optional.empty();
    }
    var prepared = home.artifacts().prepared(attempt, uris(row, execution.getId()));
    if (prepared.isPresent()) {
      var commit = Ledger.parse(prepared.get(), attempt.toString());
      if (isPublished(attempt, commit)) {
        var complete = as(row, NodeState.COMPLETE, RECOVERED);
        return Optional.of(
            StoredResults.of(
                complete, ledger.commit(commit, complete, history, () -> {}), Optional.empty()));
      }
    }
    var failure = died(row);
    ledger.fail(
        execution, failure, as(row, NodeState.PENDING, String.valueOf(failure.getMessage())));
    return Optional.empty();
  }

  /** Where the outputs of an execution are final. */
  private Map<String, String> uris(NodeRun row, long execution) {
    var uris = new LinkedHashMap<String, String>();
    for (var node : pipeline.getNodesList()) {
      if (node.getId().equals(row.nodeId())) {
        for (var output : node.getOutputsList()) {
          uris.put(
              output.getName(),
              home.artifacts().uri(pipeline.getId(), row.nodeId(), output.getName(), execution));
        }
      }
    }
    return uris;
  }

  /** Publishes what was prepared; if a crash of the machine has damaged it, drops it instead. */
  private boolean isPublished(Attempt attempt, PutExecutionRequest commit) throws IOException {
    var uris = new LinkedHashMap<String, String>();
    for (var pair : commit.getArtifactEventPairsList()) {
      uris.put(Ledger.output(pair), pair.getArtifact().getUri());
    }
    boolean intact = true;
    try {
      home.artifacts().publish(attempt, uris);
    } catch (NoSuchFileException e) {
      intact = false;
    }
    for (var uri : uris.values()) {
      intact = intact && home.artifacts().isIntact(uri);
    }
    if (!intact) {
      home.artifacts().discard(attempt);
      for (var uri : uris.values()) {
        home.artifacts().remove(uri);
      }
    }
    return intact;
  }

  private NodeRun as(NodeRun row, NodeState state, String reason) {
    Instant now = home.clock().instant();
    return new NodeRun(
        row.runId(),
        row.nodeId(),
        state,
        row.attempt(),
        row.executionId(),
        reason,
        row.started(),
        state.ended() ? Optional.of(now) : Optional.empty(),
        row.details());
  }

  private ExecutionFailure died(NodeRun row) {
    return new ExecutionFailure(
        ExecutionFailure.Code.ABORTED,
        new Explanation(
            "pipeline '" + pipeline.getId() + "' > node '" + row.nodeId() + "'",
            "its process ended during attempt " + row.attempt(),
            "to run to its end",
            "nothing; the node runs again"));
  }

  /**
   * How a node ended that this process takes over: if it was about to be committed, that is done.
   * Empty if it has to run.
   */
  Optional<NodeResult> takeOver(NodeRun row) throws IOException {
    var known =
        row.state().succeeded()
            ? results.of(row)
            : row.state() == NodeState.RUNNING ? interrupted(row) : Optional.<NodeResult>empty();
    if (known.isPresent()) {
      DoneWork.dropCheckpoints(home, row);
    }
    return known;
  }

  /**
   * Drops what is staged for attempts that are this process's to decide on, after recovery, and
   * what others have left: what nobody can commit any more, and checkpoints of nodes that have
   * succeeded. What cannot be dropped is in nobody's way: the listener is told, and the work goes
   * on.
   */
  static void sweep(RunHome home, Predicate<Attempt> own, RunListener listener) {
    var artifacts = home.artifacts();
    try {
      for (var attempt : artifacts.staged()) {
        try {
          if (own.test(attempt)
              || (artifacts.prepared(attempt, Map.of()).isEmpty()
                  && Registration.exclude(home, attempt))) {
            artifacts.discard(attempt);
          }
        } catch (IOException | MetadataException e) {
          listener.warned(leftBehind("staging area of attempt " + attempt, e));
        }
      }
      artifacts.tidy();
    } catch (IOException e) {
      listener.warned(leftBehind("staging area", e));
    }
    try {
      DoneWork.dropCheckpoints(home);
    } catch (IOException | MetadataException e) {
      listener.warned(leftBehind("checkpoints of work that is done", e));
    }
  }

  private static String leftBehind(String what, Exception failure) {
    return new Explanation(
            what,
            failure.toString(),
            "to be deleted",
            "nothing depends on it; delete it by hand when no process writes there any more")
        .toString();
  }
}
