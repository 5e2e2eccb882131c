package io.tributary.cli.server;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Hints;
import io.tributary.cli.home.Home;
import io.tributary.cli.run.RunnerOptions;
import io.tributary.cli.schedule.SchedulerWork;
import io.tributary.core.RunHome;
import io.tributary.core.launcher.ProcessIdentity;
import io.tributary.server.Scheduler;
import io.tributary.server.Schedules;
import io.tributary.server.rest.RestServer;
import io.tributary.server.rest.Served;
import io.tributary.telemetry.metrics.RunMetrics;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

public final class ServerCommand extends Command {
  private static final int MOST_PORT = 65_535;

  private final Home home;
  private final RunnerOptions runner = new RunnerOptions(this);
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

  public ServerCommand(Home home) {
    super(
        "server",
        "Starts runs of schedules when they fall due, and works on back-fills, in this process, until it is interrupted. Several may work on one database: each time is run once.");
    this.home = home;
    footer(
        "",
        "Ctrl-C stops runs cleanly; the next server goes on with them. If a server dies, another one goes on with its runs: at once on the same machine, else after a minute.",
        "Servers on several machines need the home, and the data that schedules look for, at the same place.",
        "",
        "With --port, people and programs also start, watch and steer runs, schedules and back-fills over HTTP, from other machines, too, if --address lets them. They need a token: tributary token add NAME --role ROLE.",
        "http://ADDRESS:PORT/api/v1/openapi.json says how, and needs no token.",
        "http://ADDRESS:PORT/metrics is for Prometheus, and needs no token.",
        "The API speaks no TLS: where others share the network, let a proxy speak it, and listen on 127.0.0.1 only.",
        "A pipeline that calls System.exit while it is defined ends the server.",
        "",
        "For example:",
        "  tributary server --port 8090");
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    var runs = runner.runner();
    var closed = new CountDownLatch(1);
    try (var opened = home.open();
        var telemetry = telemetry()) {
      Optional<RunMetrics> metrics =
          port.isGiven() ? Optional.of(metrics(opened)) : Optional.empty();
      var work =
          new SchedulerWork(
              this,
              home,
              opened,
              runs,
              metrics.map(telemetry::with).orElse(telemetry),
              tick -> metrics.ifPresent(counted -> counted.changed(tick)));
      work.until(
          launch -> new Scheduler(opened.metadata(), launch, ProcessIdentity.current().format()),
          () -> false,
          () -> greet(opened, work, metrics),
          closed);
      return ExitCode.OK;
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
    } else if (address.value().isBlank()) {
      // The JDK takes it for all addresses of this machine.
      throw new UsageException(
          "--address",
          "'" + address.value() + "'",
          "a name or an address of this machine, such as 127.0.0.1",
          "name one; 0.0.0.0 is all of them");
    }
  }

  private static RunMetrics metrics(RunHome opened) {
    var metrics = new RunMetrics();
    metrics.watch(new Schedules(opened.metadata(), opened.clock())::all);
    return metrics;
  }

  private void greet(RunHome opened, SchedulerWork work, Optional<RunMetrics> metrics) {
    var known = new Schedules(opened.metadata(), opened.clock()).all().size();
    out().println("serving " + known + " schedules of " + opened.metadata().location());
    metrics.ifPresent(figures -> offer(opened, work, figures));
    out().println("Ctrl-C stops it");
    out().flush();
  }

  private void offer(RunHome opened, SchedulerWork work, RunMetrics metrics) {
    var served =
        new Served(
            opened,
            work.runs(),
            work.program(),
            work.warnings(),
            ServerCommand.class.getClassLoader(),
            metrics::scrape);
    try {
      var rest = RestServer.start(served, address.value(), port.value());
      work.beforeTheEnd(rest::close);
      out().println("REST  http://" + address.value() + ":" + rest.port() + "/api/v1");
    } catch (IOException e) {
      throw new UsageException("--port", e);
    }
    if (opened.metadata().tokens().all().isEmpty()) {
      out().println(Hints.of(opened).command("token add NAME --role viewer") + " makes a token");
    }
  }
}
