package io.tributary.telemetry;

import static java.util.Objects.requireNonNull;

import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.TraceContext;
import io.tributary.telemetry.lineage.Lineage;
import io.tributary.telemetry.logs.JsonLogs;
import io.tributary.telemetry.logs.RunLog;
import io.tributary.telemetry.traces.Traces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells the outside how runs go, as far as the environment asks for it: logs in JSON, spans of
 * OpenTelemetry, events of OpenLineage. What fails of it is told once, and harms no run.
 * Thread-safe.
 */
public final class Telemetry implements AutoCloseable {
  private final List<Observer> observers;
  private final Optional<TraceContext> parent;
  private final Consumer<String> warnings;

  /**
   * @param parent the span that this process works for
   * @param warnings is told, in a sentence, what cannot be told to the outside
   */
  public Telemetry(
      List<Observer> observers, Optional<TraceContext> parent, Consumer<String> warnings) {
    this.observers = List.copyOf(observers);
    this.parent = requireNonNull(parent, "parent");
    this.warnings = requireNonNull(warnings, "warnings");
  }

  /** What the environment of this process asks for; what it asks for in vain is a warning. */
  public static Telemetry fromEnvironment(
      Map<String, String> environment, Consumer<String> warnings) {
    var observers = new ArrayList<Observer>();
    if (JsonLogs.areAskedFor(environment)) {
      observers.add(new RunLog());
    }
    if (tracesAreAskedFor(environment)) {
      add(observers, Traces::configured, warnings);
    }
    if (lineageIsAskedFor(environment)) {
      add(observers, () -> Lineage.configured(environment, warnings), warnings);
    }
    var parent =
        Optional.ofNullable(environment.get(TraceContext.VARIABLE)).flatMap(TraceContext::parse);
    return new Telemetry(observers, parent, warnings);
  }

  private static void add(
      List<Observer> observers, Supplier<Observer> observer, Consumer<String> warnings) {
    try {
      observers.add(observer.get());
    } catch (IllegalArgumentException e) {
      warnings.accept(String.valueOf(e.getMessage()));
    }
  }

  private static boolean tracesAreAskedFor(Map<String, String> environment) {
    var exporter = environment.getOrDefault("OTEL_TRACES_EXPORTER", "");
    boolean named =
        !exporter.isEmpty()
            || environment.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
            || environment.containsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    return named
        && !exporter.equals("none")
        && !Boolean.parseBoolean(environment.get("OTEL_SDK_DISABLED"));
  }

  private static boolean lineageIsAskedFor(Map<String, String> environment) {
    if (Boolean.parseBoolean(environment.get("OPENLINEAGE_DISABLED"))) {
      return false;
    }
    return environment.containsKey("OPENLINEAGE_URL")
        || environment.containsKey("OPENLINEAGE_CONFIG")
        || environment.keySet().stream().anyMatch(name -> name.startsWith("OPENLINEAGE__"))
        || Files.exists(Path.of("openlineage.yml"))
        || Files.exists(
            Path.of(System.getProperty("user.home", "."), ".openlineage", "openlineage.yml"));
  }

  /**
   * The request, as a part of the trace that the process was told: a run as a new span of it, what
   * is no run of its own in the span that was told.
   */
  public RunRequest joined(RunRequest request, boolean isRun) {
    return parent.map(span -> request.withTrace(isRun ? span.child() : span)).orElse(request);
  }

  /** A listener of a run that this process conducts, or of a node that it runs for itself. */
  public RunListener observe(RunRequest request, RunHome home) {
    var known = parent.filter(span -> span.traceId().equals(request.trace().traceId()));
    var observed = new Observed(request, home, known);
    return RunListener.all(
        observers.stream()
            .<RunListener>map(observer -> new Harmless(observer.observe(observed), warnings))
            .toList());
  }

  /** Passes on what has not been, waiting for at most a few seconds. */
  @Override
  public void close() {
    observers.forEach(Observer::close);
  }
}
