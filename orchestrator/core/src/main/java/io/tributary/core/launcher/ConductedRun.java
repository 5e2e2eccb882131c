package io.tributary.core.launcher;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.metadata.Lease;
import io.tributary.metadata.MetadataException;
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
 * registers the run, settles what needs no work, and then holds the lease of the run no longer, but
 * that of its conductor: it knows how nodes ended, says which are to start, and records the end.
 * Thread-safe.
 */
public final class ConductedRun implements AutoCloseable {
  private final RunRequest request;
  private final RunHome home;
  private final RunListener listener;
  private final RunSession opening;
  private final Lease lease;
  private final LeaseKeeper keeper;
  private final Instant started;
  private final Map<String, NodeResult> results = new ConcurrentHashMap<>();
  private volatile boolean lost;
  private volatile boolean canceled;
  private volatile boolean exitHandlersCanceled;
  private @Nullable RunResult finished;

  private ConductedRun(
      RunRequest request, RunHome home, RunListener listener, RunSession opening, Lease lease) {
    this.request = request;
    this.home = home;
    this.listener = listener;
    this.opening = opening;
    this.lease = lease;
    this.started = home.clock().instant();
    this.keeper = LeaseKeeper.start(home.metadata().leases(), lease, () -> lost = true);
  }

  /**
   * Registers the run of a request, or reopens it, as {@link RunSession#open} does.
   *
   * @throws RunRefusedException if the run cannot be had; it says who conducts it
   */
  public static ConductedRun open(RunRequest request, RunHome home, RunListener listener) {
    var serial = RunListener.oneAtATime(listener);
    var opening = RunSession.open(request, home, serial, Checkpoint.NONE, Invoker.COMPONENT);
    try {
      return new ConductedRun(
          request, home, serial, opening, Registration.ofConductor(request, home));
    } catch (RuntimeException e) {
      serial.runBrokeOff(e);
      opening.close();
      throw e;
    }
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

  /**
   * Whether this process conducts the run, as far as it knows; another one may when this one was
   * not heard of for long.
   */
  public boolean isConducting() {
    return !lost;
  }

  /**
   * Makes sure that this process conducts the run; to be called before somebody is made to work.
   *
   * @throws RunRefusedException if it does not any more
   */
  public void requireConducting() {
    if (!lost && !home.metadata().leases().renew(lease, LeaseKeeper.TTL)) {
      lost = true;
    }
    requireKept();
  }

  private void requireKept() {
    if (lost) {
      throw new RunRefusedException(
          new Explanation(
              "run '" + request.runId() + "' of pipeline '" + request.pipeline().getId() + "'",
              "this process, which conducted it, was not heard of for so long that another one may by now",
              "a conductor that renews its lease",
              "resume the run, unless another process is at it"));
    }
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

  /** How a node ended, as it is stored; empty while it has not. */
  public Optional<NodeResult> stored(Node node) {
    requireKept();
    return NodeSession.result(request.runId(), node.getId(), home)
        .filter(ended -> isEnd(ended.state(), isCanceled(node)));
  }

  /**
   * Whether a node in this state has ended. One that is CANCELED though nobody asked for it has
   * not: whoever worked on it was told to end by somebody else, and counts as dead.
   *
   * @param canceled whether the conductor was asked to cancel it
   */
  public static boolean isEnd(NodeState state, boolean canceled) {
    return state.ended() && (state != NodeState.CANCELED || canceled);
  }

  /**
   * Whether somebody has to work on a node all of whose upstream nodes have ended. One that is not
   * to start, or not to run, or only chooses, is ended with {@link #launchHere}.
   */
  public boolean needsWorker(Node node) {
    boolean exitHandler = node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
    return !isCanceled(node)
        && node.getKind() != Node.Kind.RESOLVER
        && (exitHandler || Driver.failedAbove(node, this::known).isEmpty());
  }

  private NodeResult known(String node) {
    return requireNonNull(results.get(node), node);
  }

  /** Takes a node that needs no work, or is not to start any more, to its end in this process. */
  public NodeResult launchHere(Node node) {
    requireConducting();
    try (var session =
        NodeSession.open(
            request, node.getId(), home, RunListener.SILENT, Checkpoint.NONE, Invoker.COMPONENT)) {
      if (isCanceled(node)) {
        session.cancel();
      }
      return session.launch();
    }
  }

  /** Records that a node has failed whose workers only die. */
  public NodeResult giveUp(Node node, RunRefusedException reason) {
    try (var session =
        NodeSession.open(
            request, node.getId(), home, RunListener.SILENT, Checkpoint.NONE, Invoker.COMPONENT)) {
      return session.fail(
          new ExecutionFailure(ExecutionFailure.Code.ABORTED, String.valueOf(reason.getMessage())));
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
    requireConducting();
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
            request.pipeline().getNodesList().stream().map(node -> known(node.getId())).toList());
    listener.runFinished(result);
    return result;
  }

  /** Ends the work of this process on the run; one that was not finished can be resumed. */
  @Override
  public void close() {
    keeper.close();
    try {
      home.metadata().leases().release(lease);
    } catch (MetadataException e) {
      // The reason why the run was not finished is under way already; this lease ends by itself.
      return;
    } finally {
      opening.close();
    }
  }
}
