package io.tributary.cli.run;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.Interrupts;
import io.tributary.cli.home.Hints;
import io.tributary.cli.output.JsonOutput;
import io.tributary.core.ActiveRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.jar.KeptJars;
import io.tributary.metadata.NodeState;
import io.tributary.server.Audit;
import io.tributary.server.view.StoredRun;
import io.tributary.telemetry.Telemetry;
import io.tributary.telemetry.logs.LogFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** How a run is executed and shown, whether it is new or resumed. */
public final class RunOptions {
  /** Names of the options: where and how it runs, passwords among them, but not what. */
  public static final Set<String> NAMES =
      Set.of(
          "--runner",
          "--runner-option",
          "--beam-runner",
          "--beam-option",
          "--flink-master",
          "--parallelism",
          "--json");

  private final Command command;
  private final RunnerOptions runner;
  private final Given<Integer> parallelism;
  private final Given<Boolean> json;

  /** Adds the options to {@code command}. */
  public RunOptions(Command command) {
    this.command = command;
    runner = new RunnerOptions(command);
    parallelism =
        command.option(
            "--parallelism",
            "N",
            Integer.class,
            "How many nodes may run at a time (default: the number of cores).");
    json = command.flag("--json", "Print the outcome as JSON, and nothing else.");
  }

  public boolean asJson() {
    return json.value();
  }

  /** What is told of a run that has succeeded. */
  public interface Outcome {
    void tell(StoredRun run, RunHome home, PrintWriter out) throws IOException;
  }

  /**
   * Starts the run, shows it, and waits for its end.
   *
   * @param kept the jars of the request, which stay in the home when the run is registered
   */
  public int execute(RunRequest request, RunHome home, KeptJars kept)
      throws IOException, InterruptedException {
    return await(request, home, kept, this::report);
  }

  /** The same; if it succeeds, {@code outcome} is told in place of the usual report. */
  public int execute(RunRequest request, RunHome home, KeptJars kept, Outcome outcome)
      throws IOException, InterruptedException {
    return await(
        request,
        home,
        kept,
        (stored, opened, out) -> {
          if (new RunReport(stored).exitCode() != ExitCode.OK) {
            return report(stored, opened, out);
          }
          outcome.tell(stored, opened, out);
          return ExitCode.OK;
        });
  }

  private interface Report {
    int of(StoredRun stored, RunHome home, PrintWriter out) throws IOException;
  }

  private int await(RunRequest request, RunHome home, KeptJars kept, Report report)
      throws IOException, InterruptedException {
    var out = command.out();
    if (json.value()) {
      JsonOutput.reserve();
    }
    var limited = parallelism.find().map(request::withParallelism).orElse(request);
    var telemetry = command.telemetry();
    var active = start(telemetry.joined(limited), home, telemetry);
    kept.settle();
    var reported = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    var interrupt =
        new Thread(
            () -> {
              interrupted.set(true);
              stop(active, reported, command.err());
            },
            "tributary-interrupt");
    Runtime.getRuntime().addShutdownHook(interrupt);
    try (telemetry) {
      active.await();
      if (interrupted.get()) {
        audit(home).done("run.cancel", request.runId(), "interrupted");
      }
      return report.of(StoredRun.of(request, home), home, out);
    } finally {
      reported.countDown();
      Interrupts.remove(interrupt);
    }
  }

  /** Shows the run; what processes of nodes print goes the way of logs, where these are data. */
  private RunListener shown() {
    if (json.value()) {
      return printed();
    }
    var out = command.out();
    boolean terminal = Boolean.getBoolean("tributary.terminal");
    return LogFormat.isJson(System.getenv())
        ? RunListener.all(List.of(Progress.withoutPrints(out, terminal), printed()))
        : new Progress(out, terminal);
  }

  private ActiveRun start(RunRequest request, RunHome home, Telemetry telemetry) {
    try {
      return telemetry.observing(runner.runner()).start(request, home, shown());
    } catch (RuntimeException e) {
      audit(home).failed(request.resume() ? "run.resume" : "run.start", request.runId(), e);
      throw e;
    }
  }

  private static Audit audit(RunHome home) {
    return new Audit(home.metadata(), home.clock(), Audit.user());
  }

  /** Lets go through what processes of nodes print, as what components here print. */
  private RunListener printed() {
    var err = command.err();
    return new RunListener() {
      @Override
      public void nodePrinted(String node, String line) {
        err.println(line);
      }
    };
  }

  /** Ctrl-C: the run stops cleanly, and is reported, before the process ends. */
  private static void stop(ActiveRun active, CountDownLatch reported, PrintWriter err) {
    active.cancel();
    Interrupts.await(reported, active::cancel, err);
  }

  private int report(StoredRun stored, RunHome home, PrintWriter out) throws IOException {
    var report = new RunReport(stored);
    if (json.value()) {
      JsonOutput.print(out, report.view());
      return exitCode(report);
    }
    out.println();
    out.println(report.headline());
    report.verdicts(out);
    LivePrediction.ask(home, stored, report.newlyPushed(), out);
    next(report, stored, Hints.of(home), out);
    out.flush();
    return exitCode(report);
  }

  /** A run that is canceled because one of its nodes has called {@code System.exit} has failed. */
  private static int exitCode(RunReport report) {
    return report.exitCode() == ExitCode.CANCELED && Interrupts.isExited()
        ? ExitCode.FAILED
        : report.exitCode();
  }

  private void next(RunReport report, StoredRun stored, Hints hints, PrintWriter out) {
    var runId = stored.run().id();
    var purposes = new LinkedHashMap<String, String>();
    if (report.exitCode() == ExitCode.FAILED || report.exitCode() == ExitCode.CANCELED) {
      stored.nodes().stream()
          .filter(node -> node.state() == NodeState.FAILED)
          .findFirst()
          .ifPresent(
              node -> purposes.put("logs " + runId + " " + node.nodeId(), "what the node said"));
      purposes.put("show " + runId, "what happened, and why");
      purposes.put(
          "resume " + runId + runner.again(), "go on where it stopped, with the same settings");
    } else {
      purposes.put("show " + runId, "every node, and why it ran or did not");
      purposes.put("artifacts", "what was made");
      if (report.isToBeServed()) {
        purposes.put("serve", "answer predictions over gRPC and HTTP");
      }
    }
    out.println();
    hints.print(out, purposes);
  }
}
