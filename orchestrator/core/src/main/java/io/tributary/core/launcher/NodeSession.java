package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeState;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One node of a run that this process works on, while others may work on other nodes: what a runner
 * calls that gives every node a process of its own. All that the processes share is the home.
 *
 * <p>The first process of a run creates it; the one in which the last node ends records how the run
 * ended. A node that has succeeded is not run again. The guarantees are those of {@link
 * RunSession}, node by node.
 *
 * <p>Thread-safe. Methods throw {@link MetadataException} when the metadata database fails or the
 * node was taken over by another process; the node is then left as a process that died would leave
 * it, and can be run again.
 */
public final class NodeSession implements AutoCloseable {
  private final RunRequest request;
  private final RunHome home;
  private final Node node;
  private final NodeWork work;
  private final Cancellation cancellation = new Cancellation();

  private NodeSession(RunRequest request, RunHome home, Node node, NodeWork work) {
    this.request = request;
    this.home = home;
    this.node = node;
    this.work = work;
    work.keepLease(this::cancel);
  }

  /**
   * Takes up a node of the run of a request; the run is created if it does not exist.
   *
   * @param listener is called by one thread at a time
   * @throws io.tributary.api.PipelineDefinitionException if values of runtime parameters are
   *     missing or wrong
   * @throws RunRefusedException if the pipeline has no such node, a node above it has not ended,
   *     the run was started with another pipeline or other parameters, or another process works on
   *     the node or the run
   */
  public static NodeSession open(
      RunRequest request,
      String nodeId,
      RunHome home,
      RunListener listener,
      Checkpoint checkpoint,
      Invoker invoker) {
    return open(request, nodeId, home, listener, checkpoint, invoker, Engines.ON_CLASS_PATH);
  }

  /** Takes up a node whose full passes an engine of the runner's own does. */
  public static NodeSession open(
      RunRequest request,
      String nodeId,
      RunHome home,
      RunListener listener,
      Checkpoint checkpoint,
      Invoker invoker,
      Engines engines) {
    var node = find(request, nodeId);
    var work =
        NodeWork.open(
            request,
            home,
            listener,
            checkpoint,
            invoker,
            engines,
            node.getUpstreamCount() == 0 ? List.of(node) : List.of(),
            () -> Registration.ofNode(request, nodeId, home));
    var session = new NodeSession(request, home, node, work);
    try {
      session.recover();
      requireReady(request, node, session.work.ended().all());
      return session;
    } catch (IOException | RuntimeException e) {
      session.close();
      throw Storage.failure(home, e);
    }
  }

  static Node find(RunRequest request, String nodeId) {
    return request.pipeline().getNodesList().stream()
        .filter(node -> node.getId().equals(nodeId))
        .findFirst()
        .orElseThrow(
            () ->
                new RunRefusedException(
                    new Explanation(
                        "pipeline '" + request.pipeline().getId() + "' > node",
                        "'" + nodeId + "'",
                        "one of "
                            + String.join(
                                ", ",
                                request.pipeline().getNodesList().stream()
                                    .map(Node::getId)
                                    .toList()),
                        "name a node of the pipeline")));
  }

  /** How a node of a run ended, whichever process ran it; empty while it has not. */
  public static Optional<NodeResult> result(String runId, String nodeId, RunHome home) {
    var results = new StoredResults(home, new History(home.metadata().store(), home.artifacts()));
    return home.metadata().runs().node(runId, nodeId).flatMap(results::of);
  }

  private void recover() throws IOException {
    var recovery = work.recovery();
    for (var row : work.registration().nodes()) {
      var known =
          row.nodeId().equals(node.getId()) ? recovery.takeOver(row) : work.results().of(row);
      known.ifPresent(work.ended()::put);
    }
    Recovery.sweep(
        home,
        attempt -> attempt.runId().equals(request.runId()) && attempt.nodeId().equals(node.getId()),
        work.environment().listener());
  }

  /**
   * @param ended the nodes that have ended
   */
  static void requireReady(RunRequest request, Node node, Set<String> ended) {
    var missing = new ArrayList<String>();
    for (var other : request.pipeline().getNodesList()) {
      boolean above =
          node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED
              ? other.getTrigger() != Node.Trigger.ALL_UPSTREAM_ENDED
              : node.getUpstreamList().contains(other.getId());
      if (above && !ended.contains(other.getId())) {
        missing.add(other.getId());
      }
    }
    if (!missing.isEmpty()) {
      throw new RunRefusedException(
          new Explanation(
              "run '" + request.runId() + "' > node '" + node.getId() + "'",
              String.join(", ", missing) + (missing.size() == 1 ? " has" : " have") + " not ended",
              "all nodes above it to have ended",
              "run them first"));
    }
  }

  /**
   * Takes the node to its end, and the run, if this was its last node. A node that has succeeded
   * stays as it is.
   */
  public NodeResult launch() {
    return launch(node);
  }

  /**
   * The same with one attempt, however many the node may have: for schedulers that see to further
   * attempts themselves. Whether these may help, the failure tells.
   */
  public NodeResult launchOnce() {
    var once = node.toBuilder();
    once.getOptionsBuilder().clearMaxRetries();
    return launch(once.build());
  }

  private NodeResult launch(Node wanted) {
    var known = work.ended().find(node.getId());
    known.ifPresent(work.environment().listener()::nodeFinished);
    var result = known.orElseGet(() -> work.launch(wanted, Optional.empty(), cancellation));
    finish(request, home, work.environment().listener());
    return result;
  }

  /** Ends the node as one that failed, unless it has ended, and the run, if this was its last. */
  NodeResult fail(ExecutionFailure failure) {
    var result = work.ended().find(node.getId()).orElseGet(() -> work.fail(node, failure));
    finish(request, home, work.environment().listener());
    return result;
  }

  /** The same, but skipped below a node that failed. */
  NodeResult abandon(ExecutionFailure failure) {
    return Driver.failedAbove(node, work.ended()::get).isPresent() ? launch() : fail(failure);
  }

  /**
   * Records how a run ended all of whose nodes have, and drops what their processes left behind.
   * Does nothing while a node has not ended, or when another process has done it.
   */
  static void finish(RunRequest request, RunHome home, RunListener listener) {
    home.metadata()
        .transact(
            () -> {
              var runs = home.metadata().runs();
              var states = new LinkedHashMap<String, NodeState>();
              for (var row : runs.nodes(request.runId())) {
                states.put(row.nodeId(), row.state());
              }
              var run = runs.find(request.runId()).orElseThrow();
              if (run.state().ended() || !states.values().stream().allMatch(NodeState::ended)) {
                return run;
              }
              var end = RunEnd.of(states);
              return runs.finish(request.runId(), end.state(), end.message());
            });
    if (home.metadata().runs().find(request.runId()).orElseThrow().state().ended()) {
      Recovery.sweep(
          home,
          attempt -> attempt.runId().equals(request.runId()) && Registration.exclude(home, attempt),
          listener);
    }
  }

  /** Interrupts the node; called again, it changes nothing. */
  public void cancel() {
    cancellation.cancel();
  }

  /** Ends the work of this process on the node; one that has not ended can be run again at once. */
  @Override
  public void close() {
    work.close();
  }
}
