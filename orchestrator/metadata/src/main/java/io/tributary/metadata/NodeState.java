package io.tributary.metadata;

/** How far one node of a pipeline run is. */
public enum NodeState {
  /** Waits for its inputs or for a free slot. */
  PENDING,
  /** Under way, or left behind by a process that died. */
  RUNNING,
  /** Ran and published its outputs. */
  COMPLETE,
  /** Did not run: an earlier execution's outputs serve. */
  CACHED,
  /** Did not run: a condition did not hold, or a node above it did not give what it needs. */
  SKIPPED,
  /** Ran and failed, or could not be run. */
  FAILED,
  /** Stopped on demand, or not started any more. */
  CANCELED;

  /** Whether the node has ended. */
  public boolean ended() {
    return this != PENDING && this != RUNNING;
  }

  /** Whether the node ended in such a way that nodes below it may run. */
  public boolean succeeded() {
    return this == COMPLETE || this == CACHED;
  }
}
