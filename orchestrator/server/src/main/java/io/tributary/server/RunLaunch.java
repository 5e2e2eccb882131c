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
        return goOn(stored.get());
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
      var request = kept.in(definer.define(schedule, tick.runId(), kept.paths()), parent);
      var run = new Running(runner.start(request, home, listener), listener);
      kept.settle();
      return run;
    }
  }

  private Launched goOn(PipelineRun stored) throws IOException {
    if (stored.state() == RunState.COMPLETE || stored.state() == RunState.FAILED) {
      return new Over(new Launched.Ending(true, words(stored.state(), stored.message())));
    }
    var classes = RunJars.classes(RunJars.recall(home, stored.id()), parent);
    var request = RunRequest.resuming(stored, home, classes);
    return new Running(runner.start(request, home, listener), listener);
  }

  private static String words(RunState state, String message) {
    return message.isEmpty() ? state.name() : state + ": " + message;
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
        ending = new Ending(!stopped, words(result.state(), result.message()));
      } catch (InterruptedException e) {
        ending = new Ending(false, "interrupted");
      } catch (RuntimeException | Error e) {
        // The run is stored, and not over: who has its tick next goes on with it.
        ending = new Ending(false, e.toString());
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
