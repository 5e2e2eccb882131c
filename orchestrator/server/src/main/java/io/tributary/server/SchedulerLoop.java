package io.tributary.server;

import static java.util.Objects.requireNonNull;

import io.tributary.metadata.Tick;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Drives a scheduler from a thread of its own: wakes when something falls due, and every few
 * seconds to see what others have changed. Thread-safe.
 */
public final class SchedulerLoop {

  /** The longest pause between two steps. */
  static final Duration MOST = Duration.ofSeconds(3);

  private final Scheduler scheduler;
  private final Clock clock;
  private final Consumer<Tick> changes;
  private final Consumer<Throwable> failures;
  private final ScheduledThreadPoolExecutor executor;

  private SchedulerLoop(
      Scheduler scheduler, Clock clock, Consumer<Tick> changes, Consumer<Throwable> failures) {
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.clock = requireNonNull(clock, "clock");
    this.changes = requireNonNull(changes, "changes");
    this.failures = requireNonNull(failures, "failures");
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              var thread = new Thread(work, "tributary-scheduler");
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Starts driving a scheduler, which nobody else uses meanwhile.
   *
   * @param changes is told every tick that changes its state, from the thread of the loop
   * @param failures is told what a step failed of; the next one comes all the same
   */
  public static SchedulerLoop start(
      Scheduler scheduler, Clock clock, Consumer<Tick> changes, Consumer<Throwable> failures) {
    var loop = new SchedulerLoop(scheduler, clock, changes, failures);
    loop.executor.execute(loop::turn);
    return loop;
  }

  private void turn() {
    var pause = MOST;
    try {
      var step = scheduler.next(clock.instant());
      step.changes().forEach(changes);
      step.failures().forEach(failures);
      if (step.again().isPresent()) {
        pause = shorter(MOST, Duration.between(clock.instant(), step.again().get()));
      }
    } catch (RuntimeException | Error e) {
      failures.accept(e);
    } finally {
      again(pause);
    }
  }

  private void again(Duration pause) {
    try {
      var unused =
          executor.schedule(this::turn, Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      if (!executor.isShutdown()) {
        throw e;
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * Ends the loop after the step under way, and stops the runs, which another server goes on with.
   */
  public void stop() throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    scheduler.stop(clock.instant()).forEach(changes);
  }
}
