package io.tributary.runner.local;

import io.tributary.api.Explanation;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.launcher.ConductedRun;
import io.tributary.core.launcher.RunWork;
import io.tributary.metadata.NodeState;
import io.tributary.proto.pipeline.Node;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A run whose nodes are worked on by other processes: this one decides what starts when. */
final class ProcessSession implements RunWork {
  /** How often in a row the process of a node may die before the run is given up. */
  private static final int MOST_DEATHS = 5;

  /** From the second restart on it is waited, longer each time: what is in the way may go. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ConductedRun run;
  private final NodeProcess.Factory factory;
  private final Map<String, NodeProcess> running = new ConcurrentHashMap<>();

  private ProcessSession(ConductedRun run, NodeProcess.Factory factory) {
    this.run = run;
    this.factory = factory;
  }

  static ProcessSession open(
      RunRequest request, RunHome home, RunListener listener, NodeProcess.Factory factory) {
    return new ProcessSession(ConductedRun.open(request, home, listener), factory);
  }

  @Override
  public void settle() {
    run.settle();
  }

  @Override
  public Optional<NodeResult> result(String node) {
    return run.result(node);
  }

  @Override
  public NodeResult launch(Node node) {
    return run.ended(needsProcess(node) ? inProcess(node) : run.launchHere(node));
  }

  /** A node that is not to start, or not to run, or only chooses, can be ended here. */
  private boolean needsProcess(Node node) {
    boolean exitHandler = node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
    return !run.isCanceled(node)
        && node.getKind() != Node.Kind.RESOLVER
        && (exitHandler
            || node.getUpstreamList().stream()
                .map(run::result)
                .flatMap(Optional::stream)
                .noneMatch(
                    above ->
                        above.state() == NodeState.FAILED || above.state() == NodeState.CANCELED));
  }

  private NodeResult inProcess(Node node) {
    var id = node.getId();
    for (int deaths = 1; ; deaths++) {
      var process = factory.start(new NodeTask(run.request(), run.home(), node, run.listener()));
      running.put(id, process);
      if (run.isCanceled(node)) {
        process.stop();
      }
      String lastWords;
      try {
        lastWords = await(process);
      } finally {
        running.remove(id);
      }
      var ended = run.stored(node);
      if (ended.isPresent()) {
        return ended.get();
      }
      if (run.isCanceled(node)) {
        return run.launchHere(node);
      }
      run.listener().nodeProgress(id, "its process ended before the node did: " + lastWords);
      if (deaths == MOST_DEATHS) {
        throw new RunRefusedException(
            new Explanation(
                "run '" + run.request().runId() + "' > node '" + id + "'",
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
          left > 0 && !run.isCanceled(node);
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
    run.cancel();
    notifyAll();
    for (var node : run.request().pipeline().getNodesList()) {
      var process = running.get(node.getId());
      if (process != null && run.isCanceled(node)) {
        process.stop();
      }
    }
  }

  @Override
  public RunResult finish() {
    return run.finish();
  }

  @Override
  public void close() {
    run.close();
    running.values().forEach(NodeProcess::stop);
  }
}
