package io.tributary.telemetry.lineage;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Work that a thread of its own does in order, so that nobody waits for it. It is bounded: what
 * does not fit, and what is left when time is up, is dropped. The first mishap is reported.
 * Thread-safe.
 */
final class EventQueue implements AutoCloseable {
  /** Work; nothing is the end. */
  private final BlockingQueue<Optional<Runnable>> queue;

  private final Duration patience;
  private final Consumer<String> warnings;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final Thread worker = new Thread(this::work, "tributary-lineage");

  /**
   * @param most how much may wait
   * @param patience how long {@link #close} waits
   */
  EventQueue(int most, Duration patience, Consumer<String> warnings) {
    this.queue = new ArrayBlockingQueue<>(most);
    this.patience = requireNonNull(patience, "patience");
    this.warnings = requireNonNull(warnings, "warnings");
    worker.setDaemon(true);
    worker.start();
  }

  void add(Runnable work) {
    if (!queue.offer(Optional.of(work))) {
      warn(queue.size() + " events wait already");
    }
  }

  private void work() {
    try {
      for (var next = queue.take(); next.isPresent(); next = queue.take()) {
        try {
          next.get().run();
        } catch (RuntimeException | LinkageError e) {
          warn(e.getCause() == null ? e.toString() : e + ": " + e.getCause());
        }
      }
    } catch (InterruptedException e) {
      // Time is up.
      Thread.currentThread().interrupt();
    }
  }

  private void warn(String found) {
    if (!warned.getAndSet(true)) {
      warnings.accept(found);
    }
  }

  @Override
  public void close() {
    long until = System.nanoTime() + patience.toNanos();
    try {
      boolean ends = queue.offer(Optional.empty(), patience.toNanos(), TimeUnit.NANOSECONDS);
      if (ends) {
        worker.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (worker.isAlive()) {
      worker.interrupt();
      warn(queue.size() + " events were not taken within " + patience);
    }
  }
}
