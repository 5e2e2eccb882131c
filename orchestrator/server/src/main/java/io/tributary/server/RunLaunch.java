package io.tributary.server;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.core.ActiveRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import io.tributary.core.jar.RunJar;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.RunState;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.metadata.Trigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Starts runs in a home, with a runner. Thread-safe. */
public final class RunLaunch implements Launch {
  private final RunHome home;
  private final Runner runner;
  private final Definer definer;
  private final RunListener listener;
  private final ClassLoader parent;

  /**
   * @param listener of all runs
   * @param parent has the classes that do not come from jars of a schedule
   */
  public RunLaunch(
      RunHome home, Runner runner, Definer definer, RunListener listener, ClassLoader parent) {
    this.home = requireNonNull(home, "home");
    this.runner = requireNonNull(runner, "runner");
    this.definer = requireNonNull(definer, "definer");
    this.listener = requireNonNull(listener, "listener");
    this.parent = requireNonNull(parent, "parent");
  }

  @Override
  public Launched launch(Tick tick, Optional<Schedule> schedule) {
    try {
      var stored = home.metadata().runs().find(tick.runId());
      if (stored.isPresent()) {
        return goOn(stored.get(), tick);
      }
      return start(tick, schedule.orElseThrow(() -> removed(tick)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunRefusedException removed(Tick tick) {
    return new RunRefusedException(
        new Explanation(
            "run '" + tick.runId() + "'",
            "its schedule was removed",
            "a schedule, or a stored run",
            "add the schedule again"));
  }

  private Launched start(Tick tick, Schedule schedule) throws IOException {
    var jars = schedule.jars().stream().flatMap(line -> RunJar.parse(line).stream()).toList();
    var paths = RunJars.find(home, "schedule '" + schedule.name() + "'", jars);
    try (var kept = RunJars.keep(home, tick.runId(), paths)) {
      var defined = definer.define(schedule, tick, kept.paths()).withTrigger(words(tick, schedule));
      var request = kept.in(defined, parent);
      var run = new Running(runner.start(request, home, listener), listener);
      kept.settle();
      return run;
    }
  }

  /** For example {@code schedule nightly}, {@code schedule arrivals, artifact-12}. */
  private static String words(Tick tick, Schedule schedule) {
    var kind = schedule.trigger() instanceof Trigger.Backfill ? "back-fill " : "schedule ";
    return kind + schedule.name() + (tick.cause().isEmpty() ? "" : ", " + tick.cause());
  }

  private Launched goOn(PipelineRun stored, Tick tick) throws IOException {
    boolean failed = stored.state() == RunState.FAILED;
    if (stored.state() == RunState.COMPLETE || (failed && tick.state() != TickState.RETRIED)) {
      return new Over(ending(stored.state(), stored.message()));
    }
    var classes = RunJars.classes(RunJars.recall(home, stored.id()), parent);
    var request = RunRequest.resuming(stored, home, classes);
    return new Running(runner.start(request, home, listener), listener);
  }

  private static Launched.Ending ending(RunState state, String message) {
    return new Launched.Ending(
        state == RunState.COMPLETE ? Launched.Outcome.COMPLETE : Launched.Outcome.FAILED,
        message.isEmpty() ? state.name() : state + ": " + message);
  }

  /** A run that had ended before anybody asked for it. */
  private record Over(Ending how) implements Launched {
    @Override
    public Optional<Ending> ending() {
      return Optional.of(how);
    }

    @Override
    public void cancel() {}

    @Override
    public void await() {}
  }

  private static final class Running implements Launched {
    private final ActiveRun run;
    private final RunListener listener;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean canceled;
    private volatile @Nullable Ending ending;

    Running(ActiveRun run, RunListener listener) {
      this.run = run;
      this.listener = listener;
      var thread = new Thread(this::follow, "tributary-tick-" + run.runId());
      thread.setDaemon(true);
      thread.start();
    }

    private void follow() {
      try {
        var result = run.await();
        boolean stopped = canceled && result.state() == RunState.CANCELED;
        var how = RunLaunch.ending(result.state(), result.message());
        ending = stopped ? new Ending(Outcome.BROKEN_OFF, how.message()) : how;
      } catch (InterruptedException e) {
        ending = new Ending(Outcome.BROKEN_OFF, "interrupted");
      } catch (RuntimeException | Error e) {
        // The run is stored, and not over: who has its tick next goes on with it.
        ending = new Ending(Outcome.BROKEN_OFF, e.toString());
        listener.warned("run " + run.runId() + " broke off, and is gone on with: " + e);
      } finally {
        ended.countDown();
      }
    }

    @Override
    public Optional<Ending> ending() {
      return Optional.ofNullable(ending);
    }

    @Override
    public void cancel() {
      canceled = true;
      run.cancel();
    }

    @Override
    public void await() throws InterruptedException {
      ended.await();
    }
  }
}
