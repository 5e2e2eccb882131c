package io.tributary.telemetry;

import static java.util.Objects.requireNonNull;

import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import io.tributary.core.TraceContext;
import io.tributary.telemetry.lineage.Lineage;
import io.tributary.telemetry.logs.LogFormat;
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
    if (LogFormat.isJson(environment)) {
      observers.add(new RunLog());
    }
    if (tracesAreAskedFor(environment)) {
      add(observers, Traces::configured, warnings);
    }
    if (lineageIsAskedFor(environment)) {
      add(observers, () -> Lineage.configured(environment, warnings), warnings);
    }
    return new Telemetry(observers, parent(environment), warnings);
  }

  /** Of a process that works on a node for another one, which tells of the run: tells nothing. */
  public static Telemetry ofWorker(Map<String, String> environment, Consumer<String> warnings) {
    return new Telemetry(List.of(), parent(environment), warnings);
  }

  private static Optional<TraceContext> parent(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(TraceContext.VARIABLE)).flatMap(TraceContext::parse);
  }

  /** The same, with one more observer. */
  public Telemetry with(Observer observer) {
    var more = new ArrayList<>(observers);
    more.add(observer);
    return new Telemetry(more, parent, warnings);
  }

  private static void add(
      List<Observer> observers, Supplier<Observer> observer, Consumer<String> warnings) {
    try {
      observers.add(observer.get());
    } catch (IllegalArgumentException e) {
      warnings.accept(String.valueOf(e.getMessage()));
    }
  }

  /** Why what the environment asks for cannot be had; nothing is sent to find out. */
  public static List<String> problems(Map<String, String> environment) {
    var problems = new ArrayList<String>();
    fromEnvironment(environment, problems::add).close();
    return List.copyOf(problems);
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

  /** A run as a part of the trace that this process was told, if it was. */
  public RunRequest joined(RunRequest run) {
    return parent.map(span -> run.withTrace(span.child())).orElse(run);
  }

  /** The same of a run of which this process works on one node: that is in the span it was told. */
  public RunRequest joinedByNode(RunRequest run) {
    return parent.map(run::withTrace).orElse(run);
  }

  /** The same runner, of whose runs is told. */
  public Runner observing(Runner runner) {
    return observers.isEmpty() ? runner : new ObservedRunner(runner, this);
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
