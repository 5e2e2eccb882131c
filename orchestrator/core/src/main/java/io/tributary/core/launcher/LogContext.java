package io.tributary.core.launcher;

import io.tributary.core.RunRequest;
import io.tributary.core.TraceContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Which run, node and attempt lines of logs are about. They are entries of SLF4J's MDC: {@code
 * pipeline}, {@code run}, {@code trace_id}, {@code span_id}, and of a node also {@code node},
 * {@code attempt} and {@code execution}, the id in the metadata store. Immutable.
 */
public final class LogContext {
  private final RunRequest request;
  private final Map<String, String> entries;

  private LogContext(RunRequest request, Map<String, String> entries) {
    this.request = request;
    this.entries = entries;
  }

  /** Work that gives something, and may fail of an {@code E}. */
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Work that may fail of an {@code E}. */
  public interface Action<E extends Exception> {
    void run() throws E;
  }

  /** Of a run as a whole. */
  public static LogContext of(RunRequest request) {
    var entries = new LinkedHashMap<String, String>();
    entries.put("pipeline", request.pipeline().getId());
    entries.put("run", request.runId());
    return new LogContext(request, entries).in(request.trace());
  }

  /**
   * Of an attempt at a node.
   *
   * @param number 0 of a node that never ran
   * @param executionId empty if none is stored
   */
  public LogContext attempt(String node, int number, OptionalLong executionId) {
    var more = new LinkedHashMap<>(entries);
    more.put("node", node);
    more.put("attempt", Integer.toString(number));
    executionId.ifPresent(id -> more.put("execution", Long.toString(id)));
    return new LogContext(request, more).in(request.trace().attempt(request.runId(), node, number));
  }

  private LogContext in(TraceContext trace) {
    entries.put("trace_id", trace.traceId());
    entries.put("span_id", trace.spanId());
    return this;
  }

  /** Does work in the calling thread, whose lines are about this meanwhile. */
  public <T, E extends Exception> T call(Work<T, E> work) throws E {
    var before = enter();
    try {
      return work.run();
    } finally {
      leave(before);
    }
  }

  /** The same, of work that gives nothing. */
  public <E extends Exception> void run(Action<E> work) throws E {
    var before = enter();
    try {
      work.run();
    } finally {
      leave(before);
    }
  }

  private Map<String, @Nullable String> enter() {
    var before = new HashMap<String, @Nullable String>();
    entries.forEach(
        (key, value) -> {
          before.put(key, MDC.get(key));
          MDC.put(key, value);
        });
    return before;
  }

  private static void leave(Map<String, @Nullable String> before) {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            MDC.remove(key);
          } else {
            MDC.put(key, value);
          }
        });
  }
}
