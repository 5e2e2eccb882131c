package io.tributary.core.launcher;

import java.util.Optional;

/** Tells whether code of a pipeline has called {@code System.exit}, which never returns. */
public final class ExitCall {
  private ExitCall() {}

  /** Where a thread was when it called {@code System.exit}; empty if it did not. */
  public static Optional<StackTraceElement> of(Thread thread) {
    return caller(thread.getStackTrace());
  }

  /**
   * The same for any thread of this process; the end that a signal asks for is none.
   *
   * @param rightful may call it
   */
  public static Optional<StackTraceElement> ofAnyThread(Class<?> rightful) {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(frames -> caller(frames).stream())
        .filter(caller -> !caller.getClassName().equals(rightful.getName()))
        .findFirst();
  }

  private static Optional<StackTraceElement> caller(StackTraceElement[] frames) {
    for (int i = 0; i + 1 < frames.length; i++) {
      if (isExit(frames[i]) && !isExit(frames[i + 1])) {
        return Optional.of(frames[i + 1]);
      }
    }
    return Optional.empty();
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getMethodName().equals("exit")
        && (frame.getClassName().equals("java.lang.System")
            || frame.getClassName().equals("java.lang.Runtime"));
  }
}
