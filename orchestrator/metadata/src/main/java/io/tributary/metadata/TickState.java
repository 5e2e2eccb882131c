package io.tributary.metadata;

/** How far a tick is. */
public enum TickState {
  /** It is to be run, and waits for a server to start it, or for its turn. */
  CLAIMED,
  /** Its run is stored. */
  STARTED,
  /** Its run has ended, or could not be started. */
  ENDED,
  /** It is not run. */
  SKIPPED;

  /** Whether there is something left to do. */
  public boolean open() {
    return this == CLAIMED || this == STARTED;
  }
}
