package io.tributary.cli;

import io.tributary.api.Explanation;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import io.tributary.core.launcher.ProcessIdentity;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.server.RunLaunch;
import io.tributary.server.Scheduler;
import io.tributary.server.SchedulerLoop;
import io.tributary.server.Schedules;
import io.tributary.telemetry.Telemetry;
import io.tributary.telemetry.logs.LogFormat;
import io.tributary.telemetry.logs.RunLog;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

final class ServerCommand extends Command {
  private final Home home;
  private final Given<Integer> metricsPort =
      option(
          "--metrics-port",
          "PORT",
          Integer.class,
          "Answer Prometheus at http://localhost:PORT/metrics; 0 for any free port (default: nobody is answered).");
  private final CountDownLatch stopping = new CountDownLatch(1);

  ServerCommand(Home home) {
    super(
        "server",
        "Starts runs of schedules when they fall due, in this process, until it is interrupted. Several may work on one database: each time is run once.");
    this.home = home;
    footer(
        "",
        "Ctrl-C stops runs cleanly; the next server goes on with them. If a server dies, another one goes on with its runs: at once on the same machine, else after a minute.",
        "Servers on several machines need the home at the same place.");
  }

  @Override
  public Integer call() throws InterruptedException {
    var closed = new CountDownLatch(1);
    try (var opened = home.open();
        var metrics = Metrics.of(metricsPort.find(), opened);
        var telemetry = metrics.in(telemetry())) {
      var known = new Schedules(opened.metadata(), opened.clock()).all().size();
      var interrupt = new Thread(() -> stop(closed), "tributary-interrupt");
      Runtime.getRuntime().addShutdownHook(interrupt);
      try {
        out().println("serving " + known + " schedules of " + opened.metadata().location());
        metrics.address().ifPresent(address -> out().println("metrics at " + address));
        out().println("Ctrl-C stops it");
        out().flush();
        var loop =
            SchedulerLoop.start(
                scheduler(opened, telemetry),
                opened.clock(),
                tick -> {
                  metrics.changed(tick);
                  print(tick);
                },
                this::print);
        stopping.await();
        loop.stop();
        return ExitCode.OK;
      } finally {
        Interrupts.remove(interrupt);
      }
    } finally {
      closed.countDown();
    }
  }

  /** Ctrl-C: runs stop, and their ticks are given back, before the process ends. */
  private void stop(CountDownLatch closed) {
    stopping.countDown();
    Interrupts.await(closed);
  }

  private Scheduler scheduler(RunHome opened, Telemetry telemetry) {
    var classes = ServerCommand.class.getClassLoader();
    var launch =
        new RunLaunch(
            opened,
            Runner.named("local", classes),
            this::define,
            run -> RunListener.all(List.of(warnings(), telemetry.observe(run, opened))),
            classes);
    return new Scheduler(opened.metadata(), launch, ProcessIdentity.current().format());
  }

  private RunRequest define(Schedule schedule, String runId, List<Path> jars) {
    try {
      var compiled =
          PipelineOptions.compile(Definitions.in(jars), schedule.pipeline(), schedule.settings());
      return RunRequest.of(compiled.pipeline(), compiled.classes(), runId)
          .withParameters(compiled.parameters());
    } catch (IllegalStateException e) {
      if (stopping.getCount() > 0) {
        throw e;
      }
      // Definitions are guarded by shutdown hooks, which a process that ends takes no more.
      throw RunRefusedException.busy(
          new Explanation(
              "run '" + runId + "'", "this server is stopping", "one that goes on", "wait"));
    }
  }

  /** Where logs are data, telemetry has warnings with the run that they are about. */
  private RunListener warnings() {
    return LogFormat.isJson(System.getenv())
        ? RunListener.SILENT
        : new RunListener() {
          @Override
          public void warned(String message) {
            warn(message);
          }
        };
  }

  private void print(Tick tick) {
    if (tick.state() != TickState.CLAIMED) {
      out().println(Table.pad(tick.schedule(), 16) + " " + ScheduleListCommand.words(tick));
      out().flush();
    }
  }

  private void print(Throwable failure) {
    if (LogFormat.isJson(System.getenv())) {
      RunLog.failed("a step of the scheduler", failure);
    } else if (failure instanceof Exception exception) {
      Failures.report(exception, err());
    } else {
      warn(failure.toString());
    }
  }
}
