package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;
import io.tributary.core.NodeResult;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Ends nodes that do not run: whose outputs can be reused, that choose among what exists, that are
 * skipped, refused, or canceled before they start. Thread-safe.
 */
final class Settling {
  private final Environment environment;
  private final Ledger ledger;
  private final History history;
  private final Map<String, Integer> attempts = new HashMap<>();

  /**
   * @param nodes what is stored of the run's nodes
   */
  Settling(Environment environment, Ledger ledger, History history, Collection<NodeRun> nodes) {
    this.environment = environment;
    this.ledger = ledger;
    this.history = history;
    nodes.forEach(row -> attempts.put(row.nodeId(), row.attempt()));
  }

  /** How many attempts at a node the run had seen when this process took it up. */
  int attempts(Node node) {
    return attempts.getOrDefault(node.getId(), 0);
  }

  /** How a node ends that needs no work; empty if it has to be launched. */
  Optional<Settled> withoutWork(Node node, Decision decision) {
    if (decision instanceof Decision.Skip skip) {
      return Optional.of(skipped(node, skip));
    }
    if (decision instanceof Decision.Reuse reuse) {
      return Optional.of(reused(reuse));
    }
    if (decision instanceof Decision.Resolve resolve) {
      try {
        return Optional.of(chosen(resolve.prepared()));
      } catch (MetadataException e) {
        throw e;
      } catch (Exception e) {
        // Launching asks the resolver again, and records the failure.
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Stores, in one transaction, how nodes ended; gives their results in the same order. */
  List<NodeResult> commit(Collection<Settled> settled) {
    if (settled.isEmpty()) {
      return List.of();
    }
    var stored = ledger.settle(settled);
    stored.forEach(this::dropCheckpoints);
    return stored.stream().map(Settled::result).toList();
  }

  /** Of work whose outputs were found. */
  private void dropCheckpoints(Settled settled) {
    if (settled.result().state() == NodeState.CACHED) {
      try {
        DoneWork.dropCheckpoints(environment.home(), settled.row());
      } catch (IOException | MetadataException e) {
        environment
            .listener()
            .warned(
                "left behind, of no more use: checkpoints of "
                    + settled.result().node()
                    + ": "
                    + e.getMessage());
      }
    }
  }

  /** Ends a node that does not have to run, and stores how. */
  NodeResult end(Node node, Decision decision) {
    if (decision instanceof Decision.Fail fail) {
      return refused(node, fail.failure());
    }
    try {
      var settled =
          decision instanceof Decision.Resolve resolve
              ? chosen(resolve.prepared())
              : withoutWork(node, decision).orElseThrow();
      return commit(List.of(settled)).get(0);
    } catch (MetadataException e) {
      throw e;
    } catch (Exception e) {
      return refused(node, Failures.of(environment.where(node), e));
    }
  }

  /** Stores that a node was not started before the run was canceled. */
  NodeResult neverStarted(Node node) {
    var reason = "the run was canceled before";
    return commit(
            List.of(
                settled(
                    node,
                    NodeState.CANCELED,
                    attempts(node),
                    reason,
                    Map.of(),
                    "{}",
                    Optional.empty())))
        .get(0);
  }

  private Settled skipped(Node node, Decision.Skip skip) {
    return settled(
        node, NodeState.SKIPPED, attempts(node), skip.reason(), Map.of(), "{}", Optional.empty());
  }

  private Settled reused(Decision.Reuse reuse) {
    var prepared = reuse.prepared();
    int attempt = attempts(prepared.node()) + 1;
    var request = ledger.request(prepared, attempt, Execution.State.CACHED);
    Ledger.addReferences(request, reuse.past().outputs(), Event.Type.OUTPUT);
    return settled(
        prepared.node(),
        NodeState.CACHED,
        attempt,
        reuse.reason(),
        reuse.past().outputs(),
        prepared.details(),
        Optional.of(request.build()));
  }

  private Settled chosen(Prepared prepared) throws Exception {
    var node = prepared.node();
    int attempt = attempts(node) + 1;
    var outputs =
        Resolving.resolve(
            prepared, history, environment.request().pipeline().getId(), environment.where(node));
    var request = ledger.request(prepared, attempt, Execution.State.COMPLETE);
    Ledger.addReferences(request, outputs, Event.Type.INTERNAL_OUTPUT);
    var reason = outputs.isEmpty() ? "found nothing to choose" : "chose among what exists";
    return settled(
        node, NodeState.COMPLETE, attempt, reason, outputs, "{}", Optional.of(request.build()));
  }

  private Settled settled(
      Node node,
      NodeState state,
      int attempt,
      String reason,
      Map<String, List<StoredArtifact<?>>> outputs,
      String details,
      Optional<PutExecutionRequest> execution) {
    var result =
        new NodeResult(
            node.getId(),
            state,
            reason,
            attempt,
            OptionalLong.empty(),
            Duration.ZERO,
            outputs,
            Optional.empty());
    return new Settled(result, row(node, state, attempt, reason, details), execution);
  }

  private NodeRun row(Node node, NodeState state, int attempt, String reason, String details) {
    var now = Optional.of(environment.home().clock().instant());
    return new NodeRun(
        environment.request().runId(),
        node.getId(),
        state,
        attempt,
        OptionalLong.empty(),
        reason,
        now,
        now,
        details);
  }

  /** A node that never ran has a log all the same: one looks there first. */
  private void log(Node node, ExecutionFailure failure) {
    var file = environment.home().log(environment.request().runId(), node.getId());
    var context =
        LogContext.of(environment.request())
            .attempt(node.getId(), attempts(node) + 1, OptionalLong.empty());
    try (var log = new NodeLog(file, node.getComponent(), context, environment.home().clock())) {
      log.error(failure.code().name(), failure);
    } catch (IOException | UncheckedIOException e) {
      environment.listener().warned(String.valueOf(e.getMessage()));
    }
  }

  private NodeResult refused(Node node, ExecutionFailure failure) {
    int attempt = attempts(node) + 1;
    var reason = String.valueOf(failure.getMessage());
    log(node, failure);
    long id =
        ledger.refuse(
            ledger.request(node, attempt, Execution.State.FAILED).build(),
            failure,
            row(node, NodeState.FAILED, attempt, reason, "{}"));
    return new NodeResult(
        node.getId(),
        NodeState.FAILED,
        reason,
        attempt,
        OptionalLong.of(id),
        Duration.ZERO,
        Map.of(),
        Optional.of(failure));
  }
}
