package io.tributary.cli;

import io.tributary.api.Explanation;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.server.Launch;
import io.tributary.server.RunLaunch;
import io.tributary.server.Scheduler;
import io.tributary.server.SchedulerLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A scheduler at work in this process, until there is nothing left to do or Ctrl-C stops it. */
final class SchedulerWork {
  /** How often it is asked whether there is anything left to do. */
  private static final int PAUSE_MILLIS = 250;

  private final Command command;
  private final RunHome home;
  private final CountDownLatch stopping = new CountDownLatch(1);

  SchedulerWork(Command command, RunHome home) {
    this.command = command;
    this.home = home;
  }

  /**
   * Works, and prints what becomes of every tick.
   *
   * @param scheduler makes the scheduler
   * @param done whether there is nothing left to do
   * @param begun called when Ctrl-C is heeded
   * @param closed opened by the caller when the home is closed
   * @return whether it was stopped by Ctrl-C
   */
  boolean until(
      Function<Launch, Scheduler> scheduler,
      BooleanSupplier done,
      Runnable begun,
      CountDownLatch closed)
      throws InterruptedException {
    var interrupt = new Thread(() -> stop(closed), "tributary-interrupt");
    Runtime.getRuntime().addShutdownHook(interrupt);
    try {
      begun.run();
      var classes = SchedulerWork.class.getClassLoader();
      var launch =
          new RunLaunch(home, Runner.named("local", classes), this::define, warnings(), classes);
      var loop =
          SchedulerLoop.start(scheduler.apply(launch), home.clock(), this::print, this::print);
      boolean stopped = false;
      while (!stopped && !done.getAsBoolean()) {
        stopped = stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
      loop.stop();
      return stopped;
    } finally {
      Interrupts.remove(interrupt);
    }
  }

  /** Ctrl-C: runs stop, and their ticks are given back, before the process ends. */
  private void stop(CountDownLatch closed) {
    stopping.countDown();
    Interrupts.await(closed);
  }

  private RunRequest define(Schedule schedule, Tick tick, List<Path> jars) {
    try {
      var compiled =
          PipelineOptions.compile(Definitions.in(jars), schedule.pipeline(), schedule.settings());
      return RunRequest.of(compiled.pipeline(), compiled.classes(), tick.runId())
          .withParameters(
              SpanParameter.set(compiled.pipeline(), compiled.parameters(), tick.span()));
    } catch (IllegalStateException e) {
      if (stopping.getCount() > 0) {
        throw e;
      }
      // Definitions are guarded by shutdown hooks, which a process that ends takes no more.
      throw RunRefusedException.busy(
          new Explanation(
              "run '" + tick.runId() + "'", "this server is stopping", "one that goes on", "wait"));
    }
  }

  private RunListener warnings() {
    return new RunListener() {
      @Override
      public void warned(String message) {
        command.err().println("tributary: " + message);
        command.err().flush();
      }
    };
  }

  private void print(Tick tick) {
    if (tick.state() != TickState.CLAIMED) {
      command.out().println(Table.pad(tick.schedule(), 16) + " " + ScheduleListCommand.words(tick));
      command.out().flush();
    }
  }

  private void print(Throwable failure) {
    if (failure instanceof Exception exception) {
      Failures.report(exception, command.err());
    } else {
      command.err().println("tributary: " + failure);
      command.err().flush();
    }
  }
}
