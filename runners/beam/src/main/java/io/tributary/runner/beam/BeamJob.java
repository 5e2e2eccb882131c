package io.tributary.runner.beam;

import io.tributary.core.BackgroundRun;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/** A Beam pipeline that has been submitted, and is followed on a thread of its own. */
final class BeamJob implements AutoCloseable {
  private final FutureTask<PipelineResult.State> run;
  private Optional<PipelineResult> submitted = Optional.empty();
  private boolean closed;

  private BeamJob(Pipeline pipeline) {
    run = new FutureTask<>(() -> run(pipeline));
  }

  static BeamJob submit(Pipeline pipeline) {
    var job = new BeamJob(pipeline);
    var thread = new Thread(job.run, "tributary-beam");
    thread.setDaemon(true);
    thread.start();
    return job;
  }

  private PipelineResult.State run(Pipeline pipeline) throws IOException {
    var result = pipeline.run();
    synchronized (this) {
      submitted = Optional.of(result);
      if (closed) {
        result.cancel();
      }
    }
    return result.waitUntilFinish();
  }

  /** Whether a cluster has taken the job. */
  synchronized boolean isSubmitted() {
    return submitted.isPresent();
  }

  /** Waits; true when the job has ended. */
  boolean await(long millis) throws InterruptedException {
    try {
      run.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  /** What went wrong with a job that has ended; empty if nothing has. */
  Optional<Throwable> failure() throws InterruptedException {
    try {
      run.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(root(BackgroundRun.unchecked(e)));
    }
  }

  /** How a job that has ended did. */
  String outcome() throws InterruptedException {
    var failure = failure();
    if (failure.isPresent()) {
      return failure.get().toString();
    }
    try {
      return String.valueOf(run.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Beam's runners wrap what a step has thrown, some of them many times. */
  private static Throwable root(Throwable thrown) {
    var cause = thrown;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Stops a job that has not ended. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (!run.isDone() && submitted.isPresent()) {
      submitted.get().cancel();
    }
  }
}
