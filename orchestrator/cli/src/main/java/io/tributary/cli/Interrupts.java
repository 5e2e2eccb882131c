package io.tributary.cli;

import java.util.concurrent.CountDownLatch;

/** What a command does when the process is told to end. */
final class Interrupts {
  private Interrupts() {}

  /** Waits, in a shutdown hook, until the command has come to its own end. */
  static void await(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes a shutdown hook away, unless it is what ends the process. */
  static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending because of a signal.
      hook.setName("tributary-interrupted");
    }
  }
}
