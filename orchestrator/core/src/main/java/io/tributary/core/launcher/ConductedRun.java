package io.tributary.core.launcher;

import static java.util.Objects.requireNonNull;

import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.metadata.NodeState;
import io.tributary.proto.pipeline.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A run whose nodes are worked on elsewhere, each under the lease of its node. This process
 * registers the run, settles what needs no work, and then holds the lease of the run no longer: it
 * only knows how nodes ended, and records the end. Thread-safe.
 */
public final class ConductedRun implements AutoCloseable {
  private final RunRequest request;
  private final RunHome home;
  private final RunListener listener;
  private final RunSession opening;
  private final Instant started;
  private final Map<String, NodeResult> results = new ConcurrentHashMap<>();
  private volatile boolean canceled;
  private volatile boolean exitHandlersCanceled;
  private @Nullable RunResult finished;

  private ConductedRun(RunRequest request, RunHome home, RunListener listener, RunSession opening) {
    this.request = request;
    this.home = home;
    this.listener = listener;
    this.opening = opening;
    this.started = home.clock().instant();
  }

  /** Registers the run of a request, or reopens it, as {@link RunSession#open} does. */
  public static ConductedRun open(RunRequest request, RunHome home, RunListener listener) {
    var serial = RunListener.oneAtATime(listener);
    return new ConductedRun(
        request,
        home,
        serial,
        RunSession.open(request, home, serial, Checkpoint.NONE, Invoker.COMPONENT));
  }

  public RunRequest request() {
    return request;
  }

  public RunHome home() {
    return home;
  }

  /** Is told how the run goes; may be called from any thread. */
  public RunListener listener() {
    return listener;
  }

  /**
   * Ends what needs no work, as {@link RunWork#settle} does, and gives up the lease of the run.
   * When that ended every node, the run has ended.
   */
  public void settle() {
    opening.settle();
    boolean complete = true;
    for (var node : request.pipeline().getNodesList()) {
      var result = opening.result(node.getId());
      result.ifPresent(ended -> results.put(node.getId(), ended));
      complete = complete && result.isPresent();
    }
    if (complete) {
      finished = opening.finish();
    }
    opening.close();
  }

  /** How a node ended, as far as this process knows. */
  public Optional<NodeResult> result(String node) {
    return Optional.ofNullable(results.get(node));
  }

  /** Remembers how a node ended, and tells the listener. */
  public NodeResult ended(NodeResult result) {
    results.put(result.node(), result);
    listener.nodeFinished(result);
    return result;
  }

  /**
   * How a node ended, as it is stored; empty while it has not. One that is CANCELED though nobody
   * asked for it has not: whoever worked on it was told to end by somebody else, and counts as
   * dead.
   */
  public Optional<NodeResult> stored(Node node) {
    return NodeSession.result(request.runId(), node.getId(), home)
        .filter(ended -> ended.state() != NodeState.CANCELED || isCanceled(node));
  }

  /** Takes a node that needs no work, or is not to start any more, to its end in this process. */
  public NodeResult launchHere(Node node) {
    try (var session =
        NodeSession.open(
            request, node.getId(), home, RunListener.SILENT, Checkpoint.NONE, Invoker.COMPONENT)) {
      if (isCanceled(node)) {
        session.cancel();
      }
      return session.launch();
    }
  }

  /** Lets no node go on but exit handlers; when called again, exit handlers neither. */
  public synchronized void cancel() {
    exitHandlersCanceled = canceled;
    canceled = true;
  }

  /** Whether a node that has not ended is not to. */
  public boolean isCanceled(Node node) {
    return node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED ? exitHandlersCanceled : canceled;
  }

  /** Records how the run ended, when every node has. */
  public RunResult finish() {
    if (finished != null) {
      return finished;
    }
    // Whoever ended the last node may have died before recording it.
    NodeSession.finish(request, home, listener);
    var stored = home.metadata().runs().find(request.runId()).orElseThrow();
    var result =
        new RunResult(
            request.runId(),
            request.pipeline().getId(),
            stored.state(),
            stored.message(),
            Duration.between(started, home.clock().instant()),
            request.pipeline().getNodesList().stream()
                .map(node -> requireNonNull(results.get(node.getId()), node.getId()))
                .toList());
    listener.runFinished(result);
    return result;
  }

  /** Ends the work of this process on the run; one that was not finished can be resumed. */
  @Override
  public void close() {
    opening.close();
  }
}
