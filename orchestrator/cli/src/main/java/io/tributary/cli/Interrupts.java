package io.tributary.cli;

import io.tributary.core.launcher.ExitCall;
import java.util.concurrent.CountDownLatch;

/** What a command does when the process is told to end. */
final class Interrupts {
  /** Known from a shutdown hook that runs, or that cannot be taken away any more. */
  private static volatile boolean ending;

  private Interrupts() {}

  /**
   * Ends the process with the exit code of its command. Where code of a pipeline has called {@code
   * System.exit}, the process would end with what that code has asked for.
   */
  static void end(int exitCode) {
    if (isExited()) {
      Runtime.getRuntime().halt(exitCode);
    }
    System.exit(exitCode);
  }

  /** Whether the process is ending because code of a pipeline has called {@code System.exit}. */
  static boolean isExited() {
    return ending && ExitCall.ofAnyThread(Interrupts.class).isPresent();
  }

  /**
   * Waits, in a shutdown hook, until the command has come to its own end; where code of a pipeline
   * has called {@code System.exit}, until {@link #end} ends the process.
   */
  static void await(CountDownLatch ended) {
    ending = true;
    try {
      ended.await();
      if (isExited()) {
        new CountDownLatch(1).await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes a shutdown hook away, unless it is what ends the process. */
  static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      ending = true;
    }
  }
}
