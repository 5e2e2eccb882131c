package io.tributary.core;

/** A run that has been started. Thread-safe. */
public interface ActiveRun {

  /** Id of the pipeline run. */
  String runId();

  /**
   * Asks the run to stop: running nodes are interrupted, nodes that have not started never will,
   * exit handlers still run. Returns at once; {@link #await} tells when it has happened. Asking
   * again interrupts the exit handlers, too. The run can be resumed.
   */
  void cancel();

  /**
   * Waits for the end of the run.
   *
   * @throws io.tributary.metadata.MetadataException if the metadata database failed while the run
   *     was under way; the run can be resumed
   */
  RunResult await() throws InterruptedException;
}
