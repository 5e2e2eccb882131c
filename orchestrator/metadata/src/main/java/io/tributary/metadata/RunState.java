package io.tributary.metadata;

/** How far a pipeline run is. */
public enum RunState {
  /** Under way, or left behind by a process that died. */
  RUNNING,
  /** Every node ended well: complete, cached or skipped. */
  COMPLETE,
  /** At least one node failed. */
  FAILED,
  /** Stopped on demand. */
  CANCELED;

  /** Whether the run has ended. */
  public boolean ended() {
    return this != RUNNING;
  }
}
