package io.tributary.core.launcher;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Stops work on request. A thread is interrupted only where it waits, never while it writes: an
 * interrupt closes the files that a thread has open. Thread-safe.
 */
final class Cancellation {
  private final Set<Thread> waiting = new HashSet<>();
  private boolean canceled;

  synchronized void cancel() {
    canceled = true;
    waiting.forEach(Thread::interrupt);
  }

  synchronized boolean isCanceled() {
    return canceled;
  }

  /**
   * Waits for something.
   *
   * @throws InterruptedException if {@link #cancel} was called before or meanwhile
   */
  <T> T await(Callable<T> wait) throws Exception {
    synchronized (this) {
      if (canceled) {
        throw new InterruptedException("canceled");
      }
      waiting.add(Thread.currentThread());
    }
    try {
      return wait.call();
    } finally {
      leave();
    }
  }

  private synchronized void leave() {
    waiting.remove(Thread.currentThread());
    if (canceled) {
      // An interrupt that came late was meant for the wait, which is over.
      Thread.interrupted();
    }
  }
}
