package io.tributary.core.launcher;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * The log of one attempt at a node: a file to which lines are appended, made when the first line
 * comes; and {@link StructuredLogs}, where they are asked for. Thread-safe.
 */
final class NodeLog extends LegacyAbstractLogger implements AutoCloseable {
  private final transient Path file;
  private final transient Clock clock;
  private final transient LogContext context;
  private final transient Optional<Logger> structured;
  private transient @Nullable BufferedWriter writer;
  private transient boolean closed;

  /**
   * @param name of the logger, in structured logs
   * @param context what its lines are about, whichever thread they come from
   */
  NodeLog(Path file, String name, LogContext context, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.context = context;
    this.name = name;
    this.structured =
        LoggerFactory.getILoggerFactory() instanceof StructuredLogs logs
            ? Optional.of(logs.getLogger(name))
            : Optional.empty();
  }

  LogContext context() {
    return context;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected synchronized void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable throwable) {
    var message = MessageFormatter.basicArrayFormat(pattern, arguments);
    structured.ifPresent(logger -> say(logger, level, message, throwable));
    try {
      var out = open();
      out.write(clock.instant() + " " + level + " " + message + "\n");
      if (throwable != null) {
        var trace = new StringWriter();
        throwable.printStackTrace(new PrintWriter(trace));
        out.write(trace.toString());
      }
      out.flush();
      if (closed) {
        // A component that nobody waits for any longer still has something to say.
        close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "log " + file + ": cannot be written (expected: a writable file)", e);
    }
  }

  private void say(
      Logger logger, Level level, @Nullable String message, @Nullable Throwable throwable) {
    context.run(
        () -> logger.makeLoggingEventBuilder(level).setMessage(message).setCause(throwable).log());
  }

  private BufferedWriter open() throws IOException {
    if (writer == null) {
      Files.createDirectories(file.resolveSibling(""));
      writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return writer;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
