package io.tributary.telemetry.traces;

import io.opentelemetry.sdk.trace.IdGenerator;
import io.tributary.core.TraceContext;
import java.util.function.Supplier;

/**
 * Gives spans the ids that their work has anyway, so that other processes and logs name them alike.
 * Thread-safe.
 */
final class NamedIds implements IdGenerator {
  private static final ThreadLocal<TraceContext> NEXT = new ThreadLocal<>();

  private final IdGenerator others = IdGenerator.random();

  /** Spans that {@code start} starts in this thread get the name. */
  <T> T naming(TraceContext name, Supplier<T> start) {
    NEXT.set(name);
    try {
      return start.get();
    } finally {
      NEXT.remove();
    }
  }

  @Override
  public String generateSpanId() {
    var name = NEXT.get();
    return name == null ? others.generateSpanId() : name.spanId();
  }

  @Override
  public String generateTraceId() {
    var name = NEXT.get();
    return name == null ? others.generateTraceId() : name.traceId();
  }
}
