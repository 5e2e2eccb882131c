package io.tributary.metadata;

/** How far a tick is. */
public enum TickState {
  /** It is to be run, and waits for a server to start it, or for its turn. */
  CLAIMED,
  /** It is to be run as soon as the data of its span is there; its message says what is missing. */
  WAITING,
  /** It has failed or was skipped, and is to be run again: its run, if there is one, is resumed. */
  RETRIED,
  /** Its run is stored. */
  STARTED,
  /** Its run is complete. */
  ENDED,
  /** Its run has failed or was canceled, or could not be started; its message says why. */
  FAILED,
  /** It is not run. */
  SKIPPED;

  /** Whether there is something left to do. */
  public boolean open() {
    return unstarted() || this == STARTED;
  }

  /** Whether its run is still to be started. */
  public boolean unstarted() {
    return this == CLAIMED || this == WAITING || this == RETRIED;
  }
}
