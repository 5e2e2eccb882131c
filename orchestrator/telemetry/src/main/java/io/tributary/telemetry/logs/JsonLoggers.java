package io.tributary.telemetry.logs;

import com.fasterxml.jackson.core.JsonFactory;
import io.tributary.core.launcher.StructuredLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.MDCAdapter;

/** Loggers that write JSON lines. Thread-safe: lines stay whole. */
final class JsonLoggers implements StructuredLogs {
  /** In characters; what a longer stack trace has beyond them is lost. */
  private static final int LONGEST_TRACE = 100_000;

  private final JsonFactory json = new JsonFactory();
  private final MDCAdapter context;
  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private OutputStream out;

  JsonLoggers(MDCAdapter context, OutputStream out) {
    this.context = context;
    this.out = out;
  }

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, unknown -> new JsonLogger(unknown, this));
  }

  /** Writes to another place from now on; gives the one before. */
  synchronized OutputStream redirect(OutputStream newOut) {
    var before = out;
    out = newOut;
    return before;
  }

  void write(String logger, Level level, @Nullable String message, @Nullable Throwable thrown) {
    var line = new ByteArrayOutputStream();
    try (var fields = json.createGenerator(line)) {
      fields.writeStartObject();
      fields.writeStringField("time", Instant.now().toString());
      fields.writeStringField("level", level.toString());
      fields.writeStringField("logger", logger);
      fields.writeStringField("message", message);
      fields.writeStringField("thread", Thread.currentThread().getName());
      @Nullable Map<String, String> about = context.getCopyOfContextMap();
      for (var entry : new TreeMap<>(about == null ? Map.of() : about).entrySet()) {
        fields.writeStringField(entry.getKey(), entry.getValue());
      }
      if (thrown != null) {
        fields.writeStringField("stack_trace", trace(thrown));
      }
      fields.writeEndObject();
      fields.writeRaw('\n');
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written to", e);
    }
    write(line.toByteArray());
  }

  private synchronized void write(byte[] line) {
    try {
      out.write(line);
      out.flush();
    } catch (IOException e) {
      // Nobody reads the standard error output any more; the log of the node has its lines.
      return;
    }
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.getBuffer().substring(0, Math.min(text.getBuffer().length(), LONGEST_TRACE));
  }
}
