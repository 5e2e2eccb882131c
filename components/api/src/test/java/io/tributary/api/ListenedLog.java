package io.tributary.api;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A log from {@code INFO} on whose lines are given to a listener, one at a time. */
public final class ListenedLog extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  private final transient Consumer<String> listener;

  /** What the listener throws, the caller of the log gets. */
  public ListenedLog(Consumer<String> listener) {
    this.listener = listener;
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
    listener.accept(MessageFormatter.basicArrayFormat(pattern, arguments));
  }
}
