package io.tributary.cli;

import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.Runner;
import io.tributary.core.launcher.ProcessIdentity;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.server.LiveRuns;
import io.tributary.server.RunLaunch;
import io.tributary.server.Scheduler;
import io.tributary.server.SchedulerLoop;
import io.tributary.server.Schedules;
import io.tributary.server.rest.RestServer;
import io.tributary.server.rest.Served;
import io.tributary.telemetry.Telemetry;
import io.tributary.telemetry.logs.LogFormat;
import io.tributary.telemetry.logs.RunLog;
import io.tributary.telemetry.metrics.RunMetrics;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

final class ServerCommand extends Command {
  private static final int MOST_PORT = 65_535;

  private final Home home;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Given<Integer> port =
      option(
          "--port",
          "PORT",
          Integer.class,
          "Offer the REST API on this port; 0: any free one (default: no API).");
  private final Given<String> address =
      option(
          "--address",
          "ADDRESS",
          String.class,
          "127.0.0.1",
          "With --port: the address to listen on (default: ${DEFAULT-VALUE}).");

  ServerCommand(Home home) {
    super(
        "server",
        "Starts runs of schedules when they fall due, in this process, until it is interrupted. Several may work on one database: each time is run once.");
    this.home = home;
    footer(
        "",
        "Ctrl-C stops runs cleanly; the next server goes on with them. If a server dies, another one goes on with its runs: at once on the same machine, else after a minute.",
        "Servers on several machines need the home at the same place.",
        "",
        "With --port also people and programs on other machines start, watch and steer runs and schedules: http://ADDRESS:PORT/api/v1/openapi.json says how. They need a token: tributary token add NAME --role ROLE.",
        "http://ADDRESS:PORT/metrics is for Prometheus, and needs no token.",
        "The API speaks no TLS: where others share the network, let a proxy speak it, and listen on 127.0.0.1 only.",
        "A pipeline that calls System.exit while it is defined ends the server.");
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    check();
    var closed = new CountDownLatch(1);
    try (var opened = home.open();
        var telemetry = telemetry()) {
      var known = new Schedules(opened.metadata(), opened.clock()).all().size();
      var interrupt = new Thread(() -> stop(closed), "tributary-interrupt");
      Runtime.getRuntime().addShutdownHook(interrupt);
      try {
        serve(opened, known, telemetry);
        return ExitCode.OK;
      } finally {
        Interrupts.remove(interrupt);
      }
    } finally {
      closed.countDown();
    }
  }

  private void check() {
    if (port.isGiven() && (port.value() < 0 || port.value() > MOST_PORT)) {
      throw new UsageException(
          "--port", "" + port.value(), "0 to " + MOST_PORT, "choose another; 0 is any free one");
    } else if (address.isGiven() && !port.isGiven()) {
      throw new UsageException(
          "--address " + address.value(), "no --port", "a port to listen on", "add --port");
    }
  }

  private void serve(RunHome opened, int known, Telemetry telemetry)
      throws InterruptedException, IOException {
    var classes = ServerCommand.class.getClassLoader();
    var program = new ServerProgram(home, () -> stopping.getCount() == 0);
    Optional<RunMetrics> metrics = port.isGiven() ? Optional.of(metrics(opened)) : Optional.empty();
    var observed = metrics.map(telemetry::with).orElse(telemetry);
    var runs = new LiveRuns(observed.observing(Runner.named("local", classes)));
    var launch =
        new RunLaunch(
            opened,
            runs,
            (schedule, runId, jars) ->
                program.define(schedule.pipeline(), schedule.settings(), runId, jars),
            warnings(),
            classes);
    var served =
        new Served(
            opened,
            runs,
            program,
            warnings(),
            classes,
            () -> metrics.map(RunMetrics::scrape).orElse(""));
    try (var rest =
        port.isGiven() ? RestServer.start(served, address.value(), port.value()) : null) {
      out().println("serving " + known + " schedules of " + opened.metadata().location());
      if (rest != null) {
        out().println("REST  http://" + address.value() + ":" + rest.port() + "/api/v1");
        if (opened.metadata().tokens().all().isEmpty()) {
          out()
              .println(Hints.of(opened).command("token add NAME --role viewer") + " makes a token");
        }
      }
      out().println("Ctrl-C stops it");
      out().flush();
      var scheduler = new Scheduler(opened.metadata(), launch, ProcessIdentity.current().format());
      var loop =
          SchedulerLoop.start(
              scheduler,
              opened.clock(),
              tick -> {
                metrics.ifPresent(counted -> counted.changed(tick));
                print(tick);
              },
              this::print);
      stopping.await();
      loop.stop();
    }
    runs.stop();
  }

  private static RunMetrics metrics(RunHome opened) {
    var metrics = new RunMetrics();
    metrics.watch(() -> opened.metadata().schedules().all());
    return metrics;
  }

  /** Ctrl-C: runs stop, and their ticks are given back, before the process ends. */
  private void stop(CountDownLatch closed) {
    stopping.countDown();
    Interrupts.await(closed);
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
