package io.tributary.core;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A run that a thread of its own conducts. Thread-safe. */
public final class BackgroundRun implements ActiveRun {
  private final String runId;
  private final FutureTask<RunResult> conduct;
  private final Runnable cancel;

  private BackgroundRun(String runId, Callable<RunResult> conduct, Runnable cancel) {
    this.runId = runId;
    this.conduct = new FutureTask<>(conduct);
    this.cancel = requireNonNull(cancel, "cancel");
  }

  /**
   * Starts a thread, which does not keep the process alive.
   *
   * @param listener is told if {@code conduct} throws
   * @param conduct takes the run to its end
   * @param cancel see {@link ActiveRun#cancel}
   */
  public static ActiveRun start(
      String runId, RunListener listener, Callable<RunResult> conduct, Runnable cancel) {
    var run = new BackgroundRun(runId, () -> conduct(conduct, listener), cancel);
    var thread = new Thread(run.conduct, "tributary-run-" + runId);
    thread.setDaemon(true);
    thread.start();
    return run;
  }

  private static RunResult conduct(Callable<RunResult> conduct, RunListener listener)
      throws Exception {
    try {
      return conduct.call();
    } catch (Exception | Error e) {
      listener.runBrokeOff(e);
      throw e;
    }
  }

  @Override
  public String runId() {
    return runId;
  }

  @Override
  public void cancel() {
    cancel.run();
  }

  @Override
  public RunResult await() throws InterruptedException {
    try {
      return conduct.get();
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  /** What a task threw, to be thrown on. */
  public static RuntimeException unchecked(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException thrown
        ? thrown
        : new IllegalStateException(e.getCause());
  }
}
