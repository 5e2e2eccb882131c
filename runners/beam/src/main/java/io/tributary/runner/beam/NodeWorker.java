package io.tributary.runner.beam;

import io.tributary.core.BackgroundRun;
import io.tributary.core.NodeEvents;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.TraceContext;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.ConductedRun;
import io.tributary.core.launcher.Engines;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.launcher.NodeSession;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes one node to its end in a worker. However often and wherever Beam runs a step, the node runs
 * to its end once: a step whose node has ended does nothing, and one whose node another worker is
 * at waits for it, and takes over should that worker die.
 */
final class NodeWorker {
  /** How often is looked whether the run was canceled. */
  private static final long GLANCE_MILLIS = 50;

  /** How often is looked whether another worker has ended the node, or died. */
  private static final long BUSY_MILLIS = 200;

  private final StepTask task;
  private final RunHome home;
  private final Signals signals;
  private final Checkpoint checkpoint;

  private NodeWorker(StepTask task, RunHome home, Checkpoint checkpoint) {
    this.task = task;
    this.home = home;
    this.signals = new Signals(home.directory(), task.runId());
    this.checkpoint = checkpoint;
  }

  /**
   * Takes a node to its end, whatever that end is.
   *
   * @throws InterruptedException if this worker is told to stop; the node can be taken over
   */
  static void work(StepTask task, Checkpoint checkpoint) throws IOException, InterruptedException {
    try (var home = RunHome.open(Path.of(task.home()), task.metadata(), Clock.systemUTC())) {
      new NodeWorker(task, home, checkpoint).work();
    }
  }

  private void work() throws IOException, InterruptedException {
    if (isEnded()) {
      return;
    }
    var jars = RunJars.recall(home, task.runId());
    var classes = RunJars.classes(jars, NodeWorker.class.getClassLoader());
    try {
      work(jars, classes);
    } finally {
      // That of the worker itself is its own, and not of this node.
      if (classes != NodeWorker.class.getClassLoader() && classes instanceof Closeable opened) {
        opened.close();
      }
    }
  }

  private void work(List<Path> jars, ClassLoader classes) throws IOException, InterruptedException {
    var stored = home.metadata().runs().find(task.runId()).orElseThrow();
    var trace = TraceContext.parse(task.traceparent()).orElseThrow();
    var request = RunRequest.resuming(stored, home, classes).withTrace(trace);
    var engines = new BeamEngines(task.options(), jars);
    try (var events = signals.events(task.node())) {
      var listener = NodeEvents.writing(events);
      while (!isEnded()) {
        attempt(request, listener, engines);
      }
    }
  }

  private boolean isEnded() {
    var state = home.metadata().runs().node(task.runId(), task.node()).map(NodeRun::state);
    return state.isPresent() && ConductedRun.isEnd(state.get(), signals.isCanceled(task));
  }

  private void attempt(RunRequest request, RunListener listener, Engines engines)
      throws InterruptedException {
    var before = home.metadata().runs().node(task.runId(), task.node()).map(NodeRun::state);
    try (var session =
        NodeSession.open(
            request, task.node(), home, listener, checkpoint, Invoker.COMPONENT, engines)) {
      if (before.equals(Optional.of(NodeState.RUNNING))) {
        listener.nodeProgress(task.node(), "the worker that was at it is gone; taken over");
      }
      launch(session);
    } catch (RunRefusedException e) {
      if (!e.isBusy()) {
        throw e;
      }
      TimeUnit.MILLISECONDS.sleep(BUSY_MILLIS);
    }
  }

  /**
   * Launches on a thread of its own, so that an interrupt, by which Beam's runners stop a step,
   * reaches the node where it waits only, and not where it writes.
   */
  private void launch(NodeSession session) throws InterruptedException {
    var launch = new FutureTask<>(session::launch);
    var thread = new Thread(launch, "tributary-launcher-" + task.node());
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    boolean interrupted = false;
    boolean canceled = false;
    while (true) {
      if (!canceled && (interrupted || signals.isCanceled(task))) {
        session.cancel();
        canceled = true;
      }
      try {
        launch.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        break;
      } catch (TimeoutException e) {
        // It is still under way.
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw BackgroundRun.unchecked(e);
      }
    }
    if (interrupted) {
      throw new InterruptedException("node '" + task.node() + "': its worker was told to stop");
    }
  }
}
