package io.tributary.runner.beam;

import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.launcher.ConductedRun;
import io.tributary.core.launcher.Deaths;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;

/**
 * One run on Beam, conducted by this process: submits the job, follows what the workers leave in
 * the home, and submits what is left again if the job ends before all nodes have.
 */
final class BeamRun {
  /** How often is looked at nodes that run: often while something happens, then less and less. */
  private static final long BUSY_GLANCE_MILLIS = 5;

  private static final long IDLE_GLANCE_MILLIS = 100;

  private final ConductedRun run;
  private BeamOptions options;
  private final NodeStep.Checkpoints checkpoints;
  private final Signals signals;
  private boolean over;

  private BeamRun(ConductedRun run, BeamOptions options, NodeStep.Checkpoints checkpoints) {
    this.run = run;
    this.options = options;
    this.checkpoints = checkpoints;
    this.signals = new Signals(run.home().directory(), run.request().runId());
  }

  static BeamRun open(
      RunRequest request,
      RunHome home,
      RunListener listener,
      BeamOptions options,
      NodeStep.Checkpoints checkpoints) {
    workers(options, request.parallelism());
    var run = new BeamRun(ConductedRun.open(request, home, listener), options, checkpoints);
    try {
      run.signals.open();
      return run;
    } catch (RuntimeException e) {
      run.run.close();
      throw e;
    }
  }

  /** Nothing is to be stored of a run that nobody could work on. */
  private static int workers(BeamOptions options, int wanted) {
    var cluster = options.flinkCluster();
    if (cluster.isEmpty()) {
      return wanted;
    }
    try {
      return Math.min(wanted, FlinkCluster.ask(cluster.get()).free());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while the Flink cluster was asked");
    }
  }

  RunResult conduct() throws InterruptedException, IOException {
    try (run) {
      try {
        run.settle();
        work();
        return run.finish();
      } finally {
        end();
      }
    }
  }

  /** What is canceled after this has ended already. */
  private synchronized void end() {
    over = true;
    if (run.isConducting()) {
      signals.close();
    }
  }

  /** Runs job after job, until all nodes have ended. */
  private void work() throws InterruptedException, IOException {
    var deaths =
        new Deaths(
            "run '" + run.request().runId() + "' > Beam job on " + options.kind().lowerCase(),
            "a job that takes the nodes to their ends");
    while (!open().isEmpty()) {
      int left = open().size();
      var failure = runJob();
      if (!open().isEmpty()) {
        tell(failure);
        if (open().size() < left) {
          deaths.forget();
        } else {
          deaths.add(failure);
        }
        options = options.after(failure);
        TimeUnit.MILLISECONDS.sleep(deaths.pause().toMillis());
      }
    }
  }

  private List<Node> open() {
    return run.request().pipeline().getNodesList().stream()
        .filter(node -> run.result(node.getId()).isEmpty())
        .toList();
  }

  /** Runs one job to its end; gives what ended it if nodes are left. */
  private String runJob() throws InterruptedException, IOException {
    run.requireConducting();
    Pipeline pipeline;
    try {
      pipeline = pipeline();
    } catch (RunRefusedException e) {
      return String.valueOf(e.getMessage());
    }
    try (var job = BeamJob.submit(pipeline)) {
      var following = new Following();
      long glance = BUSY_GLANCE_MILLIS;
      while (!job.await(glance)) {
        glance = following.look() ? BUSY_GLANCE_MILLIS : Math.min(IDLE_GLANCE_MILLIS, glance * 2);
      }
      while (following.look()) {
        // Every node that ended may let others be seen.
      }
      return job.failure().map(Throwable::toString).orElse("the job ended");
    }
  }

  private Pipeline pipeline() {
    var request = run.request();
    var open = new ArrayList<Node>();
    var exitHandlers = new ArrayList<Node>();
    for (var node : open()) {
      (isExitHandler(node) ? exitHandlers : open).add(node);
    }
    var before = new HashMap<>(Lanes.before(open, request.parallelism()));
    before.putAll(Lanes.before(exitHandlers, request.parallelism()));
    var beam = Pipeline.create(options.beam(workers(options, request.parallelism())));
    Dag.build(
        beam,
        request.pipeline().getNodesList(),
        before,
        node -> new NodeStep(task(node), run.result(node.getId()).isEmpty(), checkpoints));
    return beam;
  }

  private StepTask task(Node node) {
    return new StepTask(
        run.home().directory().toString(),
        run.home().metadataAddress(),
        run.request().runId(),
        node.getId(),
        isExitHandler(node),
        options,
        run.request().trace().format());
  }

  private static boolean isExitHandler(Node node) {
    return node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
  }

  private boolean isReady(Node node) {
    return node.getUpstreamList().stream().allMatch(above -> run.result(above).isPresent());
  }

  /** Looks at the nodes that may be running. */
  private final class Following {
    private final List<Node> waiting = new ArrayList<>(open());
    private final List<Node> running = new ArrayList<>();
    private boolean changed = true;

    /** Passes on what has happened since the last look; false if nothing has. */
    boolean look() {
      if (changed) {
        waiting.removeIf(
            node -> {
              boolean ready = isReady(node);
              if (ready) {
                running.add(node);
              }
              return ready;
            });
      }
      changed = running.removeIf(this::hasEnded);
      return changed;
    }

    private boolean hasEnded(Node node) {
      var ended = run.stored(node);
      signals.passOn(node.getId(), run.listener());
      ended.ifPresent(run::ended);
      return ended.isPresent();
    }
  }

  /** Says that the job ended too early. */
  private void tell(String failure) {
    for (var node : open()) {
      if (isReady(node)) {
        run.listener()
            .nodeProgress(node.getId(), "the Beam job ended before the node did: " + failure);
      }
    }
  }

  synchronized void cancel() {
    if (over || !run.isConducting()) {
      return;
    }
    run.cancel();
    signals.cancel(false);
    if (run.request().pipeline().getNodesList().stream()
        .anyMatch(node -> isExitHandler(node) && run.isCanceled(node))) {
      signals.cancel(true);
    }
  }
}
