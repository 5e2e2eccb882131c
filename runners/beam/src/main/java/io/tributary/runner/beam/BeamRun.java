package io.tributary.runner.beam;

import io.tributary.api.Explanation;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.launcher.ConductedRun;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.time.Duration;
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
  /** How often in a row a job may end without a node having ended, before the run is given up. */
  private static final int MOST_DEATHS = 5;

  /** From the second time on it is waited, longer each time: what is in the way may go. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

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
    run.signals.open();
    return run;
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
      run.settle();
      for (int deaths = 0; !open().isEmpty(); ) {
        int left = open().size();
        var failure = work();
        deaths = open().size() < left ? 0 : deaths + 1;
        if (!open().isEmpty()) {
          tell(failure, deaths);
          options = options.after(failure);
          pause(deaths);
        }
      }
      return run.finish();
    } finally {
      end();
    }
  }

  /** What is canceled after this has ended already. */
  private synchronized void end() {
    over = true;
    signals.close();
  }

  private List<Node> open() {
    return run.request().pipeline().getNodesList().stream()
        .filter(node -> run.result(node.getId()).isEmpty())
        .toList();
  }

  /** Runs one job to its end; gives what ended it if nodes are left. */
  private String work() throws InterruptedException, IOException {
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
        options);
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

  /** Says that the job ended too early, or gives up. */
  private void tell(String failure, int deaths) {
    for (var node : open()) {
      if (isReady(node)) {
        run.listener()
            .nodeProgress(node.getId(), "the Beam job ended before the node did: " + failure);
      }
    }
    if (deaths == MOST_DEATHS) {
      throw new RunRefusedException(
          new Explanation(
              "run '" + run.request().runId() + "' > Beam job on " + options.kind().lowerCase(),
              "ended " + MOST_DEATHS + " times in a row before a node did: " + failure,
              "a job that takes the nodes to their ends",
              "correct what ends it, and resume the run"));
    }
  }

  private static void pause(int deaths) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(PAUSE.multipliedBy(Math.max(0, deaths - 1L)).toMillis());
  }

  synchronized void cancel() {
    if (over) {
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
