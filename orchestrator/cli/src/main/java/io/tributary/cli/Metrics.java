package io.tributary.cli;

import io.tributary.core.RunHome;
import io.tributary.metadata.Tick;
import io.tributary.telemetry.Telemetry;
import io.tributary.telemetry.metrics.MetricsServer;
import io.tributary.telemetry.metrics.RunMetrics;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Figures of a server, if they are asked for. */
final class Metrics implements AutoCloseable {
  private record Served(RunMetrics metrics, MetricsServer server) {}

  private final Optional<Served> served;

  private Metrics(Optional<Served> served) {
    this.served = served;
  }

  static Metrics of(Optional<Integer> port, RunHome home) {
    return new Metrics(port.map(number -> serve(number, home)));
  }

  private static Served serve(int port, RunHome home) {
    var metrics = new RunMetrics();
    metrics.watch(() -> home.metadata().schedules().all());
    try {
      return new Served(metrics, MetricsServer.start(metrics, port));
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new UsageException(
          "--metrics-port",
          port + ": " + e.getMessage(),
          "a port of this machine that is free",
          "name another one, or 0 for any");
    }
  }

  /** Where they are answered. */
  Optional<String> address() {
    return served.map(it -> "http://localhost:" + it.server().port() + "/metrics");
  }

  /** The same telemetry, which counts runs here, too. */
  Telemetry in(Telemetry telemetry) {
    return served.map(it -> telemetry.with(it.metrics())).orElse(telemetry);
  }

  void changed(Tick tick) {
    served.ifPresent(it -> it.metrics().changed(tick));
  }

  @Override
  public void close() {
    served.ifPresent(it -> it.server().close());
  }
}
