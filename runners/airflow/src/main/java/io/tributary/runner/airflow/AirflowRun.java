package io.tributary.runner.airflow;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.core.PipelineExport;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.launcher.ConductedRun;
import io.tributary.proto.pipeline.Node;
import io.tributary.runner.airflow.client.AirflowClient;
import io.tributary.runner.airflow.client.AirflowException;
import io.tributary.runner.airflow.client.DagRun;
import io.tributary.runner.airflow.client.RunState;
import io.tributary.runner.airflow.client.RunTrigger;
import io.tributary.runner.airflow.client.TaskInstance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One run on Airflow, conducted by this process: submits the DAG, triggers a run of it, follows
 * that, and ends what Airflow has left open.
 */
final class AirflowRun {
  private static final Duration GLANCE = Duration.ofSeconds(1);

  /** How long Airflow may be out of reach. */
  private static final Duration OUTAGE = Duration.ofMinutes(10);

  /** How long is waited for a process that was told to end: until its lease has expired. */
  private static final Duration ENDING = Duration.ofSeconds(70);

  private final ConductedRun run;
  private final AirflowOptions options;
  private final AirflowClient airflow;
  private final Mirror mirror;
  private boolean canceled;

  private AirflowRun(ConductedRun run, AirflowOptions options, AirflowClient airflow) {
    this.run = run;
    this.options = options;
    this.airflow = airflow;
    this.mirror = new Mirror(run, airflow);
  }

  static AirflowRun open(
      RunRequest request, RunHome home, RunListener listener, AirflowOptions options) {
    AirflowClient airflow;
    try {
      airflow = AirflowClient.connect(options.url(), options.credentials());
      // Connecting asks for no name: nothing is to be stored of a run that nobody could work on.
      requireNonNull(airflow.dags().importErrors().findFirst());
    } catch (AirflowException e) {
      throw new RunRefusedException(e.explanation());
    }
    return new AirflowRun(ConductedRun.open(request, home, listener), options, airflow);
  }

  RunResult conduct() throws InterruptedException, IOException {
    try (run) {
      run.settle();
      if (!mirror.open().isEmpty()) {
        endWhatIsLeft(work());
      }
      return run.finish();
    } catch (AirflowException e) {
      throw new RunRefusedException(e.explanation());
    }
  }

  /** Lets Airflow work until its run has ended; gives how it did. */
  private String work() throws InterruptedException, IOException {
    var dag = deploy();
    if (!awaitParsed(dag)) {
      return "the run was canceled before";
    }
    var dagRun = trigger(dag.id());
    var state = follow(dagRun);
    return "run " + dagRun.dagRunId() + " of Airflow ended as " + state + " before the node did";
  }

  private DagDeployment deploy() throws IOException {
    var home = run.home();
    var address =
        home.hasOwnMetadata() ? Optional.<String>empty() : Optional.of(home.metadataAddress());
    if (address.filter(PipelineExport.Call::holdsPassword).isPresent()) {
      run.listener()
          .warned(
              "the address of the metadata has a password, so it is not in the DAG file: Airflow's workers need it in TRIBUTARY_METADATA");
    }
    var call =
        new PipelineExport.Call(
            options.program(),
            Path.of("").toAbsolutePath(),
            home.directory(),
            address.filter(text -> !PipelineExport.Call.holdsPassword(text)),
            List.of());
    var dag = DagDeployment.of(airflow, options.dags(), run.request().pipeline(), call);
    dag.write();
    return dag;
  }

  private boolean awaitParsed(DagDeployment dag) throws InterruptedException {
    long deadline = System.nanoTime() + options.parsing().toNanos();
    while (!reached(dag::isReady)) {
      if (System.nanoTime() > deadline) {
        throw dag.late(options.parsing());
      }
      if (!pause()) {
        return false;
      }
    }
    return !isCanceled();
  }

  /**
   * A new run of Airflow, named after this one; or the one that is under way, which a conductor
   * that died has left.
   */
  private DagRun trigger(String dag) throws InterruptedException {
    for (int number = 1; ; number++) {
      var id = "tributary__" + run.request().runId() + (number == 1 ? "" : "~" + number);
      try {
        return reached(() -> airflow.runs().trigger(dag, RunTrigger.of(id)));
      } catch (AirflowException e) {
        if (e.reason() != AirflowException.Reason.CONFLICT) {
          throw e;
        }
        var earlier = reached(() -> airflow.runs().get(dag, id));
        if (!earlier.state().isEnd()) {
          return earlier;
        }
      }
    }
  }

  private RunState follow(DagRun triggered) throws InterruptedException {
    var dag = triggered.dagId();
    var id = triggered.dagRunId();
    boolean told = false;
    while (true) {
      run.requireConducting();
      if (isCanceled() && !told) {
        reached(() -> airflow.runs().setState(dag, id, RunState.FAILED));
        told = true;
      }
      var state = reached(() -> airflow.runs().get(dag, id)).state();
      mirror.look(reached(() -> tasks(dag, id)));
      if (state.isEnd()) {
        return state;
      }
      pause();
    }
  }

  private Map<String, TaskInstance> tasks(String dag, String id) {
    var tasks = new HashMap<String, TaskInstance>();
    airflow.taskInstances().list(dag, id).forEach(task -> tasks.put(task.taskId(), task));
    return tasks;
  }

  /** Asks Airflow until it answers; the run goes on there meanwhile. */
  private <T> T reached(Supplier<T> question) throws InterruptedException {
    long deadline = System.nanoTime() + OUTAGE.toNanos();
    boolean warned = false;
    while (true) {
      try {
        return question.get();
      } catch (AirflowException e) {
        if (!isOutage(e) || System.nanoTime() > deadline) {
          throw e;
        }
        if (!warned) {
          run.listener().warned("Airflow does not answer, and is asked again: " + e.getMessage());
          warned = true;
        }
        TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
      }
    }
  }

  private static boolean isOutage(AirflowException e) {
    return switch (e.reason()) {
      case UNREACHABLE, LOST, TIMEOUT, BUSY, SERVER -> true;
      case UNAUTHENTICATED,
          FORBIDDEN,
          NOT_FOUND,
          CONFLICT,
          INVALID,
          UNSUPPORTED,
          TOO_LARGE,
          UNREADABLE ->
          false;
    };
  }

  /**
   * Ends nodes that Airflow has not: fails them, or skips, cancels or runs them as is their due.
   */
  private void endWhatIsLeft(String why) throws InterruptedException {
    for (var node : mirror.open()) {
      long deadline = System.nanoTime() + ENDING.toNanos();
      while (run.result(node.getId()).isEmpty()) {
        try {
          end(node, why);
        } catch (RunRefusedException e) {
          if (!e.isBusy() || System.nanoTime() > deadline) {
            throw e;
          }
          TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
        }
      }
    }
  }

  private void end(Node node, String why) {
    var stored = run.stored(node);
    if (stored.isPresent()) {
      run.ended(stored.get());
    } else if (Mirror.isExitHandler(node) || !run.needsWorker(node)) {
      run.ended(run.launchHere(node));
    } else {
      run.ended(
          run.giveUp(
              node,
              new RunRefusedException(
                  new Explanation(
                      "node '" + node.getId() + "'",
                      why,
                      "a task that takes it to its end",
                      "see the log of the task in Airflow, and resume the run"))));
    }
  }

  /** Waits for a moment; false if the run was canceled. */
  private synchronized boolean pause() throws InterruptedException {
    if (!canceled) {
      TimeUnit.NANOSECONDS.timedWait(this, GLANCE.toNanos());
      return !canceled;
    }
    TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
    return false;
  }

  private synchronized boolean isCanceled() {
    return canceled;
  }

  synchronized void cancel() {
    run.cancel();
    canceled = true;
    notifyAll();
  }
}
