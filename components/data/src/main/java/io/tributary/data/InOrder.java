package io.tributary.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs numbered tasks on several threads, and takes their results one by one in the order of their
 * numbers. Tasks begin in that order, and none begins while the result of a task far behind it is
 * awaited, so that few results wait at a time. When a task fails, tasks before it are finished, and
 * the failure of the first one in order is thrown: the same on every run. What fails later, such as
 * closing a worker, is suppressed by it, and thrown only where nothing else has failed.
 *
 * @param <T> what a task gives
 */
public final class InOrder<T> {
  /** The tasks of one thread. */
  public interface Worker<T> extends AutoCloseable {
    T run(int task) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Takes results, one at a time, on any of the threads. */
  public interface Taker<T> {
    void take(T result) throws IOException;

    /** Frees a result that is not wanted any more. */
    void drop(T result);
  }

  /** Makes the worker of a thread. */
  public interface Hiring<T> {
    Worker<T> hire();
  }

  private final int tasks;
  private final int window;
  private final Hiring<T> hiring;
  private final Taker<T> taker;

  private final Map<Integer, T> waiting = new TreeMap<>();
  private int begun;
  private int taken;
  private boolean isTaking;
  private int failedTask = Integer.MAX_VALUE;
  private @Nullable Throwable failure;

  private InOrder(int tasks, int threads, Hiring<T> hiring, Taker<T> taker) {
    this.tasks = tasks;
    window = 2 * threads;
    this.hiring = hiring;
    this.taker = taker;
  }

  /**
   * Runs all tasks; returns when every thread has ended.
   *
   * @param tasks how many there are; their numbers begin with 0
   * @param threads at most so many work, the caller's among them
   */
  public static <T> void run(int tasks, int threads, Hiring<T> hiring, Taker<T> taker)
      throws IOException {
    int busy = Math.min(threads, tasks);
    new InOrder<>(tasks, Math.max(1, busy), hiring, taker).run(busy);
  }

  private void run(int threads) throws IOException {
    List<Thread> others = new ArrayList<>();
    for (int t = 1; t < threads; t++) {
      var thread = new Thread(this::work, "tributary-data-" + t);
      thread.setDaemon(true);
      thread.start();
      others.add(thread);
    }
    work();
    boolean interrupted = false;
    for (var thread : others) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          fail(-1, interruption());
        }
      }
    }
    for (var result : waiting.values()) {
      try {
        taker.drop(result);
      } catch (RuntimeException e) {
        fail(tasks, e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }

  private synchronized void rethrow() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  private void work() {
    int task = -1;
    try (var worker = hiring.hire()) {
      for (task = claim(); task >= 0; task = claim()) {
        hand(task, worker.run(task));
      }
      task = tasks; // closing comes behind all of them
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(-1, interruption());
    } catch (IOException | RuntimeException | Error e) {
      fail(task, e);
    }
  }

  /** The next task; -1 when there is none to do. */
  private synchronized int claim() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (begun < tasks && begun < failedTask && begun >= taken + window) {
      wait();
    }
    return begun < tasks && begun < failedTask ? begun++ : -1;
  }

  /** Hands in a result, and takes what has become the next in order. */
  private void hand(int task, T result) throws IOException {
    synchronized (this) {
      waiting.put(task, result);
      if (isTaking) {
        return;
      }
      isTaking = true;
    }
    for (var next = next(); next != null; next = next()) {
      try {
        taker.take(next);
      } catch (IOException | RuntimeException | Error e) {
        synchronized (this) {
          isTaking = false;
        }
        fail(takenSoFar(), e);
        return;
      }
      synchronized (this) {
        taken++;
        notifyAll();
      }
    }
  }

  private synchronized int takenSoFar() {
    return taken;
  }

  private synchronized @Nullable T next() {
    var next = taken < failedTask ? waiting.remove(taken) : null;
    if (next == null) {
      isTaking = false;
    }
    return next;
  }

  private synchronized void fail(int task, Throwable e) {
    var other = failure;
    if (other == null || task < failedTask) {
      failedTask = task;
      failure = e;
    } else if (other != e) {
      other.addSuppressed(e);
    }
    notifyAll();
  }

  private static InterruptedIOException interruption() {
    return new InterruptedIOException(
        "full pass: interrupted (expected: to run to its end); run it again");
  }
}
