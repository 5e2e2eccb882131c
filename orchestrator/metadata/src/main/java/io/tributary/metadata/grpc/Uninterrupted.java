package io.tributary.metadata.grpc;

/**
 * Waiting that an interrupt does not end: what is asked of a metadata server is short, and whoever
 * cancels a node still wants its end recorded.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** A wait that an interrupt would end. */
  interface Wait<T, X extends Exception> {
    T end() throws InterruptedException, X;
  }

  /** Waits, anew after each interrupt; the thread stays marked as interrupted. */
  static <T, X extends Exception> T wait(Wait<T, X> wait) throws X {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.end();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
