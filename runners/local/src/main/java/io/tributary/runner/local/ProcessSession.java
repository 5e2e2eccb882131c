package io.tributary.runner.local;

import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.launcher.ConductedRun;
import io.tributary.core.launcher.Deaths;
import io.tributary.core.launcher.RunWork;
import io.tributary.proto.pipeline.Node;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A run whose nodes are worked on by other processes: this one decides what starts when. */
final class ProcessSession implements RunWork {
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
    return run.ended(run.needsWorker(node) ? inProcess(node) : run.launchHere(node));
  }

  private NodeResult inProcess(Node node) {
    var id = node.getId();
    var deaths =
        new Deaths(
            "run '" + run.request().runId() + "' > process of node '" + id + "'",
            "a process that takes the node to its end");
    while (true) {
      run.requireConducting();
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
      try {
        deaths.add(lastWords);
      } catch (RunRefusedException tooMany) {
        return run.giveUp(node, tooMany);
      }
      pause(node, deaths.pause());
    }
  }

  private synchronized void pause(Node node, Duration pause) {
    var until = System.nanoTime() + pause.toNanos();
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
