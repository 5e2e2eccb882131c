package io.tributary.cli;

import io.tributary.core.ActiveRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** How a run is executed and shown, whether it is new or resumed. */
final class RunOptions {
  private static final String JARS = "jars";

  private final Command command;
  private final Given<String> runner;
  private final Given<Integer> parallelism;
  private final Given<Boolean> json;

  /** Adds the options to {@code command}. */
  RunOptions(Command command) {
    this.command = command;
    runner =
        command.option(
            "--runner",
            "NAME",
            String.class,
            "local",
            "What runs the pipeline (default: ${DEFAULT-VALUE}).");
    parallelism =
        command.option(
            "--parallelism",
            "N",
            Integer.class,
            "How many nodes may run at a time (default: the number of cores).");
    json = command.flag("--json", "Print the outcome as JSON, and nothing else.");
  }

  /**
   * Starts the run, shows it, and waits for its end.
   *
   * @param jars the classes of the pipeline, remembered for a later resume
   */
  int execute(RunRequest request, RunHome home, List<Path> jars)
      throws IOException, InterruptedException {
    var out = command.out();
    var listener =
        json.value()
            ? RunListener.SILENT
            : new Progress(out, Boolean.getBoolean("tributary.terminal"));
    var limited = parallelism.find().map(request::withParallelism).orElse(request);
    var active =
        Runner.named(runner.value(), Tributary.class.getClassLoader())
            .start(limited, home, listener);
    rememberJars(home, request.runId(), jars);
    var interrupt = new Thread(() -> stop(active), "tributary-interrupt");
    Runtime.getRuntime().addShutdownHook(interrupt);
    active.await();
    removeUnlessStopping(interrupt);
    return report(StoredRun.read(home, request.runId()), home, out);
  }

  /** Ctrl-C: the run stops cleanly before the process ends. */
  private static void stop(ActiveRun active) {
    active.cancel();
    try {
      active.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeUnlessStopping(Thread interrupt) {
    try {
      Runtime.getRuntime().removeShutdownHook(interrupt);
    } catch (IllegalStateException e) {
      // The process is ending because of a signal: the report below is still printed if there is
      // time.
      interrupt.setName("tributary-interrupted");
    }
  }

  private int report(StoredRun stored, RunHome home, PrintWriter out) throws IOException {
    var report = new RunReport(stored);
    if (json.value()) {
      JsonOutput.print(out, report.json());
      return report.exitCode();
    }
    out.println();
    out.println(report.headline());
    report.verdicts(out);
    LivePrediction.ask(home, stored, report.newlyPushed(), out);
    next(stored.run().id(), report.exitCode(), out);
    out.flush();
    return report.exitCode();
  }

  private static void next(String runId, int exitCode, PrintWriter out) {
    out.println();
    if (exitCode == ExitCode.FAILED || exitCode == ExitCode.CANCELED) {
      out.println("next        tributary show " + runId + "     what failed, and why");
      out.println("            tributary resume " + runId + "   go on where it stopped");
    } else {
      out.println(
          "next        tributary show " + runId + "    every node, and why it ran or did not");
      out.println("            tributary artifacts             what was made");
      out.println(
          "            tributary serve                 answer predictions over gRPC and HTTP");
    }
  }

  private static void rememberJars(RunHome home, String runId, List<Path> jars) throws IOException {
    if (!jars.isEmpty()) {
      var file = jarsOf(home, runId);
      Files.createDirectories(file.getParent());
      Files.writeString(file, Definitions.join(jars));
    }
  }

  List<Path> rememberedJars(RunHome home, String runId) throws IOException {
    var file = jarsOf(home, runId);
    if (!Files.exists(file)) {
      return List.of();
    }
    return Arrays.stream(Files.readString(file).split(File.pathSeparator)).map(Path::of).toList();
  }

  private static Path jarsOf(RunHome home, String runId) {
    return home.log(runId, JARS).resolveSibling(JARS);
  }
}
