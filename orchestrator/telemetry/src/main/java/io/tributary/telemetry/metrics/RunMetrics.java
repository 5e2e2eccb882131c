package io.tributary.telemetry.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.core.RunListener;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.telemetry.Observed;
import io.tributary.telemetry.Observer;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Figures of this process for Prometheus: runs, nodes, ticks of schedules, and the JVM. Labels are
 * pipelines, classes of components and states, never runs. Thread-safe.
 */
public final class RunMetrics implements Observer {
  /** The content type of {@link #scrape}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final int MOST_PIPELINES = 100;
  private static final int MOST_COMPONENTS = 200;

  /** From a node that only looks, to a night of training. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10),
    Duration.ofHours(1),
    Duration.ofHours(6)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private final Labels pipelines = new Labels(MOST_PIPELINES);
  private final Labels components = new Labels(MOST_COMPONENTS);
  private final LongSupplier nanoTime;
  private final AtomicInteger runningRuns = new AtomicInteger();
  private final AtomicInteger runningNodes = new AtomicInteger();

  public RunMetrics() {
    this(System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  RunMetrics(LongSupplier nanoTime) {
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    gauge("tributary.runs.running", "Runs under way in this process.", runningRuns::get);
    gauge("tributary.nodes.running", "Attempts at nodes under way.", runningNodes::get);
    for (var outcome : TickState.values()) {
      if (outcome != TickState.SKIPPED) {
        ticks(name(outcome));
      }
    }
    for (var reason : SkipReason.values()) {
      ticks(skipped(reason));
    }
    new JvmMemoryMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /**
   * Tells of schedules, too.
   *
   * @param schedules is asked with each scrape
   */
  public void watch(Supplier<? extends Collection<Schedule>> schedules) {
    for (boolean paused : new boolean[] {false, true}) {
      Gauge.builder(
              "tributary.schedules",
              () -> schedules.get().stream().filter(s -> s.paused() == paused).count())
          .description("Schedules of the database.")
          .tag("state", paused ? "paused" : "active")
          .strongReference(true)
          .register(registry);
    }
  }

  /** Takes note of a tick that has changed its state. */
  public void changed(Tick tick) {
    ticks(tick.reason().map(RunMetrics::skipped).orElseGet(() -> name(tick.state()))).increment();
    if (tick.state() == TickState.STARTED) {
      var late = Duration.between(tick.scheduled(), tick.changed());
      timer("tributary.tick.lateness", "From when a tick was due until its run was stored.")
          .register(registry)
          .record(late.isNegative() ? Duration.ZERO : late);
    }
  }

  private Counter ticks(String outcome) {
    return Counter.builder("tributary.ticks")
        .description(
            "Ticks of schedules that came into a state here; times that are skipped together count once.")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** All figures, in Prometheus's text format; see {@link #CONTENT_TYPE}. */
  public String scrape() {
    return registry.scrape(CONTENT_TYPE);
  }

  @Override
  public RunListener observe(Observed run) {
    return new MeasuredRun(this, run);
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  String component(String className) {
    return components.bounded(className);
  }

  void runStarted(String pipeline) {
    runningRuns.incrementAndGet();
    Counter.builder("tributary.runs.started")
        .description("Runs started, or gone on with.")
        .tag("pipeline", pipelines.bounded(pipeline))
        .register(registry)
        .increment();
  }

  /**
   * @param state how it ended, or that it broke off
   */
  void runEnded(String pipeline, Enum<?> state, Duration took) {
    runEnded(pipeline, name(state), took);
  }

  void runBrokeOff(String pipeline, Duration took) {
    runEnded(pipeline, "broke_off", took);
  }

  private void runEnded(String pipeline, String state, Duration took) {
    runningRuns.decrementAndGet();
    timer("tributary.run.duration", "Runs that ended here, from their start or resumption.")
        .tag("pipeline", pipelines.bounded(pipeline))
        .tag("state", state)
        .register(registry)
        .record(took);
  }

  void attemptStarted() {
    runningNodes.incrementAndGet();
  }

  void attemptEnded(String component, String state, Duration took) {
    runningNodes.decrementAndGet();
    timer("tributary.node.attempt.duration", "Attempts at nodes that ended.")
        .tag("component", component)
        .tag("state", state)
        .register(registry)
        .record(took);
  }

  void nodeEnded(String component, Enum<?> state) {
    Counter.builder("tributary.nodes.ended")
        .description("Nodes that ended; cached is a hit of the cache.")
        .tag("component", component)
        .tag("state", name(state))
        .register(registry)
        .increment();
  }

  void retrying(String component) {
    Counter.builder("tributary.node.retries")
        .description("Attempts that failed and are followed by another one.")
        .tag("component", component)
        .register(registry)
        .increment();
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).strongReference(true).register(registry);
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
  }

  static String name(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String skipped(SkipReason reason) {
    return "skipped_" + name(reason);
  }
}
