package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.Failures;
import io.tributary.cli.command.Interrupts;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.Table;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.server.Launch;
import io.tributary.server.LiveRuns;
import io.tributary.server.RunLaunch;
import io.tributary.server.Scheduler;
import io.tributary.server.SchedulerLoop;
import io.tributary.telemetry.Telemetry;
import io.tributary.telemetry.logs.LogFormat;
import io.tributary.telemetry.logs.RunLog;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** A scheduler at work in this process, until there is nothing left to do or Ctrl-C stops it. */
public final class SchedulerWork {
  /** How often it is asked whether there is anything left to do. */
  private static final int PAUSE_MILLIS = 250;

  private final Command command;
  private final RunHome home;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final LiveRuns runs;
  private final ServerProgram program;
  private final Consumer<Tick> changes;
  private Runnable ending = () -> {};

  /**
   * @param place where the home is
   * @param runner runs them
   * @param telemetry is told of runs
   * @param changes is told of every tick that changes its state
   */
  public SchedulerWork(
      Command command,
      Home place,
      RunHome home,
      Runner runner,
      Telemetry telemetry,
      Consumer<Tick> changes) {
    this.command = command;
    this.home = home;
    this.changes = changes;
    this.runs = new LiveRuns(telemetry.observing(runner));
    this.program = new ServerProgram(place, () -> stopping.getCount() == 0);
  }

  /** The runs of this process. */
  public LiveRuns runs() {
    return runs;
  }

  /** What runs are made with. */
  public ServerProgram program() {
    return program;
  }

  /** Has something done before runs are stopped. */
  public void beforeTheEnd(Runnable what) {
    ending = what;
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
  public boolean until(
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
      var launch = new RunLaunch(home, runs, this::define, warnings(), classes);
      var loop =
          SchedulerLoop.start(scheduler.apply(launch), home.clock(), this::print, this::print);
      boolean stopped = false;
      try {
        while (!stopped && !isOver(done)) {
          stopped = stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
      } finally {
        ending.run();
        loop.stop();
        runs.stop();
      }
      return stopped;
    } finally {
      Interrupts.remove(interrupt);
    }
  }

  /** Of a database that cannot be reached the scheduler tells, and asks again. */
  private static boolean isOver(BooleanSupplier done) {
    try {
      return done.getAsBoolean();
    } catch (MetadataException e) {
      if (e.code() == MetadataException.Code.UNAVAILABLE) {
        return false;
      }
      throw e;
    }
  }

  /** Ctrl-C: runs stop, and their ticks are given back, before the process ends. */
  private void stop(CountDownLatch closed) {
    stopping.countDown();
    Interrupts.await(closed);
  }

  private RunRequest define(Schedule schedule, Tick tick, List<Path> jars) {
    return program.define(
        schedule.pipeline(), schedule.settings(), tick.span(), tick.runId(), jars);
  }

  /** Prints what goes wrong beside runs. */
  public RunListener warnings() {
    return new RunListener() {
      @Override
      public void warned(String message) {
        command.warn(message);
      }
    };
  }

  private void print(Tick tick) {
    changes.accept(tick);
    if (tick.state() != TickState.CLAIMED) {
      command.out().println(Table.pad(tick.schedule(), 16) + " " + ScheduleListCommand.words(tick));
      command.out().flush();
    }
  }

  private void print(Throwable failure) {
    if (LogFormat.isJson(System.getenv())) {
      RunLog.failed("a step of the scheduler", failure);
    } else if (failure instanceof Exception exception) {
      Failures.report(exception, command.err());
    } else {
      command.warn(failure.toString());
    }
  }
}
