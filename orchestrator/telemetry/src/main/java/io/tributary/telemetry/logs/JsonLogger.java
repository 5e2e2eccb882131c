package io.tributary.telemetry.logs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that writes JSON lines. Its level is set as that of SLF4J's simple logger is. */
final class JsonLogger extends LegacyAbstractLogger {
  private static final String LEVELS = "org.slf4j.simpleLogger.log.";
  private static final int OFF = Integer.MAX_VALUE;

  private final transient JsonLoggers lines;
  private final transient int threshold;

  JsonLogger(String name, JsonLoggers lines) {
    this.name = name;
    this.lines = lines;
    this.threshold = threshold(name);
  }

  private static int threshold(String name) {
    for (var prefix = name;
        !prefix.isEmpty();
        prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')))) {
      var level = System.getProperty(LEVELS + prefix);
      if (level != null) {
        return level.equalsIgnoreCase("off")
            ? OFF
            : Level.valueOf(level.toUpperCase(Locale.ROOT)).toInt();
      }
    }
    return Level.INFO.toInt();
  }

  private boolean isEnabled(Level level) {
    return level.toInt() >= threshold;
  }

  @Override
  public boolean isTraceEnabled() {
    return isEnabled(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return isEnabled(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isEnabled(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isEnabled(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isEnabled(Level.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable throwable) {
    lines.write(name, level, MessageFormatter.basicArrayFormat(pattern, arguments), throwable);
  }
}
