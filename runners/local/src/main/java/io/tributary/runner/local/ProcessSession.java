package io.tributary.runner.local;

import io.tributary.api.Explanation;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.launcher.NodeSession;
import io.tributary.core.launcher.RunSession;
import io.tributary.core.launcher.RunWork;
import io.tributary.metadata.NodeState;
import io.tributary.proto.pipeline.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run whose nodes are worked on by other processes. This process registers the run, settles what
 * needs no work, and then only decides what starts when: it holds the lease of the run no longer,
 * each process holds that of its node.
 */
final class ProcessSession implements RunWork {
  /** How often in a row the process of a node may die before the run is given up. */
  private static final int MOST_DEATHS = 5;

  /** From the second restart on it is waited, longer each time: what is in the way may go. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RunRequest request;
  private final RunHome home;
  private final RunListener listener;
  private final NodeProcess.Factory factory;
  private final RunSession opening;
  private final Instant started;
  private final Map<String, NodeResult> results = new ConcurrentHashMap<>();
  private final Map<String, NodeProcess> running = new ConcurrentHashMap<>();
  private volatile boolean canceled;
  private volatile boolean exitHandlersCanceled;
  private @Nullable RunResult finished;

  private ProcessSession(
      RunRequest request,
      RunHome home,
      RunListener listener,
      NodeProcess.Factory factory,
      RunSession opening) {
    this.request = request;
    this.home = home;
    this.listener = listener;
    this.factory = factory;
    this.opening = opening;
    this.started = home.clock().instant();
  }

  static ProcessSession open(
      RunRequest request, RunHome home, RunListener listener, NodeProcess.Factory factory) {
    var serial = RunListener.oneAtATime(listener);
    return new ProcessSession(
        request,
        home,
        serial,
        factory,
        RunSession.open(request, home, serial, Checkpoint.NONE, Invoker.COMPONENT));
  }

  @Override
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

  @Override
  public Optional<NodeResult> result(String node) {
    return Optional.ofNullable(results.get(node));
  }

  @Override
  public NodeResult launch(Node node) {
    var result = needsProcess(node) ? inProcess(node) : here(node);
    results.put(node.getId(), result);
    listener.nodeFinished(result);
    return result;
  }

  private boolean isCanceled(Node node) {
    return node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED ? exitHandlersCanceled : canceled;
  }

  /** A node that is not to start, or not to run, or only chooses, can be ended here. */
  private boolean needsProcess(Node node) {
    boolean exitHandler = node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
    return !isCanceled(node)
        && node.getKind() != Node.Kind.RESOLVER
        && (exitHandler
            || node.getUpstreamList().stream()
                .map(results::get)
                .noneMatch(
                    above ->
                        above.state() == NodeState.FAILED || above.state() == NodeState.CANCELED));
  }

  private NodeResult here(Node node) {
    try (var session =
        NodeSession.open(
            request, node.getId(), home, RunListener.SILENT, Checkpoint.NONE, Invoker.COMPONENT)) {
      if (isCanceled(node)) {
        session.cancel();
      }
      return session.launch();
    }
  }

  private NodeResult inProcess(Node node) {
    var id = node.getId();
    for (int deaths = 1; ; deaths++) {
      var process = factory.start(new NodeTask(request, home, node, listener));
      running.put(id, process);
      if (isCanceled(node)) {
        process.stop();
      }
      String lastWords;
      try {
        lastWords = await(process);
      } finally {
        running.remove(id);
      }
      var ended = NodeSession.result(request.runId(), id, home);
      // A process that was told to end, and not by this one, counts as dead.
      boolean stopped = ended.isPresent() && ended.get().state() == NodeState.CANCELED;
      if (ended.isPresent() && (!stopped || isCanceled(node))) {
        return ended.get();
      }
      if (isCanceled(node)) {
        return here(node);
      }
      listener.nodeProgress(id, "its process ended before the node did: " + lastWords);
      if (deaths == MOST_DEATHS) {
        throw new RunRefusedException(
            new Explanation(
                "run '" + request.runId() + "' > node '" + id + "'",
                "its process ended " + MOST_DEATHS + " times before the node did: " + lastWords,
                "a process that takes the node to its end",
                "correct what ends it, and resume the run"));
      }
      pause(node, deaths);
    }
  }

  private synchronized void pause(Node node, int deaths) {
    var until = System.nanoTime() + PAUSE.multipliedBy(deaths - 1L).toNanos();
    try {
      for (long left = until - System.nanoTime();
          left > 0 && !isCanceled(node);
          left = until - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String await(NodeProcess process) {
    while (true) {
      try {
        return process.await();
      } catch (InterruptedException e) {
        // Whoever interrupts wants the end of the node, which the process still has to record.
        process.stop();
      }
    }
  }

  @Override
  public synchronized void cancel() {
    if (canceled) {
      exitHandlersCanceled = true;
    }
    canceled = true;
    notifyAll();
    for (var node : request.pipeline().getNodesList()) {
      var process = running.get(node.getId());
      if (process != null && isCanceled(node)) {
        process.stop();
      }
    }
  }

  @Override
  public RunResult finish() {
    if (finished != null) {
      return finished;
    }
    // The process in which the last node ended may have died before it could.
    NodeSession.finish(request, home);
    var stored = home.metadata().runs().find(request.runId()).orElseThrow();
    var result =
        new RunResult(
            request.runId(),
            request.pipeline().getId(),
            stored.state(),
            stored.message(),
            Duration.between(started, home.clock().instant()),
            request.pipeline().getNodesList().stream()
                .map(node -> Objects.requireNonNull(results.get(node.getId())))
                .toList());
    listener.runFinished(result);
    return result;
  }

  @Override
  public void close() {
    opening.close();
    running.values().forEach(NodeProcess::stop);
  }
}
