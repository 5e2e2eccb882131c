package io.tributary.telemetry.traces;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.tributary.api.ExecutionFailure;
import io.tributary.core.NodeResult;
import io.tributary.core.RunListener;
import io.tributary.core.RunResult;
import io.tributary.core.TraceContext;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import io.tributary.telemetry.Observed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The spans of one run, or of one node of it. Thread-safe. */
final class TracedRun implements RunListener {
  private static final String PREFIX = "tributary.";

  private final Observed observed;
  private final Tracer tracer;
  private final NamedIds ids;
  private final Set<TracedRun> open;
  private final Map<String, String> components;
  private final Set<String> resolvers;
  private final Map<String, Attempt> attempts = new HashMap<>();
  private Context parent;
  private @Nullable Span run;

  private record Attempt(int number, Span span) {}

  /**
   * @param open of those that have spans to be ended
   */
  TracedRun(Observed observed, Tracer tracer, NamedIds ids, Set<TracedRun> open) {
    this.observed = observed;
    this.tracer = tracer;
    this.ids = ids;
    this.open = open;
    this.components = observed.components();
    this.resolvers = observed.resolvers();
    this.parent = observed.parent().map(TracedRun::remote).orElseGet(Context::root);
  }

  private static Context remote(TraceContext span) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    span.traceId(),
                    span.spanId(),
                    span.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                    TraceState.getDefault())));
  }

  private Span start(String name, TraceContext id) {
    return ids.naming(
        id,
        () ->
            tracer
                .spanBuilder(name)
                .setParent(parent)
                .setAttribute(PREFIX + "pipeline", observed.request().pipeline().getId())
                .setAttribute(PREFIX + "run", observed.request().runId())
                .startSpan());
  }

  private Span startNode(String node, int attempt, TraceContext id) {
    return start("node " + node, id)
        .setAttribute(PREFIX + "node", node)
        .setAttribute(PREFIX + "component", components.getOrDefault(node, ""))
        .setAttribute(PREFIX + "attempt", attempt);
  }

  @Override
  public synchronized void runStarted(String runId, String pipeline, List<String> nodes) {
    open.add(this);
    run = start("run " + pipeline, observed.request().trace());
    parent = parent.with(run);
  }

  @Override
  public synchronized void nodeStarted(String node, int attempt) {
    open.add(this);
    lose(node);
    var request = observed.request();
    var id = request.trace().attempt(request.runId(), node, attempt);
    attempts.put(node, new Attempt(attempt, startNode(node, attempt, id)));
  }

  /** Ends an attempt that nobody else will end: its process has died. */
  private void lose(String node) {
    var lost = attempts.remove(node);
    if (lost != null) {
      lost.span().setStatus(StatusCode.ERROR, "its process ended before it did");
      lost.span().end();
    }
  }

  @Override
  public synchronized void nodeRetrying(
      String node, int attempt, ExecutionFailure failure, Duration pause) {
    var failed = attempts.remove(node);
    if (failed != null) {
      failed.span().setAttribute(PREFIX + "state", NodeState.FAILED.name());
      failed.span().setAttribute(PREFIX + "reason", "another attempt follows in " + pause);
      fail(failed.span(), failure);
      failed.span().end();
    }
  }

  @Override
  public synchronized void nodeFinished(NodeResult result) {
    var running = attempts.get(result.node());
    if (running != null && running.number() == result.attempt()) {
      attempts.remove(result.node());
      end(running.span(), result);
      return;
    }
    lose(result.node());
    boolean before = result.state() == NodeState.COMPLETE && !resolvers.contains(result.node());
    if (!before) {
      end(startNode(result.node(), result.attempt(), observed.request().trace().child()), result);
    }
  }

  private static void end(Span span, NodeResult result) {
    span.setAttribute(PREFIX + "state", result.state().name());
    span.setAttribute(PREFIX + "cached", result.state() == NodeState.CACHED);
    span.setAttribute(PREFIX + "reason", result.reason());
    result.executionId().ifPresent(id -> span.setAttribute(PREFIX + "execution", id));
    result.failure().ifPresent(failure -> fail(span, failure));
    span.end();
  }

  private static void fail(Span span, ExecutionFailure failure) {
    var message = String.valueOf(failure.getMessage());
    var event =
        Attributes.builder()
            .put("exception.type", failure.code().name())
            .put("exception.message", message);
    var cause = failure.getCause();
    if (cause != null) {
      var trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      event.put("exception.stacktrace", trace.toString());
    }
    span.addEvent("exception", event.build());
    span.setStatus(StatusCode.ERROR, message);
  }

  @Override
  public synchronized void runFinished(RunResult result) {
    loseAll();
    if (run != null) {
      run.setAttribute(PREFIX + "state", result.state().name());
      if (result.state() != RunState.COMPLETE) {
        run.setStatus(StatusCode.ERROR, result.message());
      }
      run.end();
    }
    open.remove(this);
  }

  @Override
  public synchronized void runBrokeOff(Throwable why) {
    loseAll();
    if (run != null) {
      run.recordException(why);
      run.setStatus(StatusCode.ERROR, String.valueOf(why.getMessage()));
      run.end();
    }
    open.remove(this);
  }

  private void loseAll() {
    List.copyOf(attempts.keySet()).forEach(this::lose);
  }
}
