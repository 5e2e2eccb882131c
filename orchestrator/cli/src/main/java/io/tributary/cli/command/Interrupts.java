package io.tributary.cli.command;

import io.tributary.core.launcher.ExitCall;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a command does when the process is told to end. */
public final class Interrupts {
  /** Known from a shutdown hook that runs, or that cannot be taken away any more. */
  private static volatile boolean ending;

  private static final int PAUSE_MILLIS = 100;

  /** The first stops the run, the second its exit handlers, too. */
  private static final int MOST_SIGNALS = 2;

  private Interrupts() {}

  /**
   * Ends the process with the exit code of its command. Where code of a pipeline has called {@code
   * System.exit}, the process would end with what that code has asked for.
   */
  public static void end(int exitCode) {
    if (isExited()) {
      Runtime.getRuntime().halt(exitCode);
    }
    System.exit(exitCode);
  }

  /** Whether the process is ending because code of a pipeline has called {@code System.exit}. */
  public static boolean isExited() {
    return ending && ExitCall.ofAnyThread(Interrupts.class).isPresent();
  }

  /**
   * Waits, in a shutdown hook, until the command has come to its own end; where code of a pipeline
   * has called {@code System.exit}, until {@link #end} ends the process.
   */
  public static void await(CountDownLatch ended) {
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

  /**
   * The same for a run: every further Ctrl-C asks it to stop once more, and the one after the next
   * ends the process, whatever could not be recorded.
   */
  public static void await(CountDownLatch ended, Runnable again, PrintWriter err) {
    ending = true;
    try {
      for (long known = 1; !ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS); ) {
        long signals = signals();
        if (signals > known) {
          known = signals;
          if (known > MOST_SIGNALS) {
            err.println(
                "tributary: left without waiting for the end of the run; go on with it: tributary resume");
            err.flush();
            Runtime.getRuntime().halt(ExitCode.CANCELED);
          }
          again.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    await(ended);
  }

  /** How often a signal has asked the process to end: the JVM keeps a thread waiting for each. */
  private static long signals() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("SIG") && name.endsWith(" handler"))
        .count();
  }

  /** Takes a shutdown hook away, unless it is what ends the process. */
  public static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      ending = true;
    }
  }
}
