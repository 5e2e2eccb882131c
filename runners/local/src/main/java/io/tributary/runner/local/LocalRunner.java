package io.tributary.runner.local;

import static java.util.Objects.requireNonNull;

import io.tributary.core.ActiveRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.launcher.RunSession;

/**
 * Runs pipelines in this process: independent nodes in parallel, at most as many at a time as the
 * request says. Thread-safe; several runs may be active at once.
 */
public final class LocalRunner implements Runner {
  private final Checkpoint checkpoint;
  private final Invoker invoker;

  /** The runner that users get. */
  public LocalRunner() {
    this(Checkpoint.NONE, Invoker.COMPONENT);
  }

  /** A runner for tests, which may stop it at a checkpoint or stand in for components. */
  public LocalRunner(Checkpoint checkpoint, Invoker invoker) {
    this.checkpoint = requireNonNull(checkpoint, "checkpoint");
    this.invoker = requireNonNull(invoker, "invoker");
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public ActiveRun start(RunRequest request, RunHome home, RunListener listener) {
    var serial = RunListener.oneAtATime(listener);
    return LocalRun.start(
        request, RunSession.open(request, home, serial, checkpoint, invoker), serial);
  }
}
