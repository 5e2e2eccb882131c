package io.tributary.runner.beam;

import java.util.function.Supplier;

/**
 * Beam looks for its runners, options and coders with the class loader of the thread, which need
 * not be the one that has them: the command line loads Beam only when it is asked for.
 */
final class BeamClasses {
  private BeamClasses() {}

  /** Lets a thread that works for Beam only find its classes. */
  static void enter() {
    Thread.currentThread().setContextClassLoader(BeamClasses.class.getClassLoader());
  }

  /** Does something that Beam's classes are needed for. */
  static <T> T within(Supplier<T> work) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    enter();
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
