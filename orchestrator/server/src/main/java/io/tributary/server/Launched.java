package io.tributary.server;

import java.util.Optional;

/** A run that was started for a tick. Thread-safe. */
public interface Launched {

  /** How it ended; empty while it is under way. */
  Optional<Ending> ending();

  /** Asks it to stop, so that another server can go on with it; returns at once. */
  void cancel();

  /** Waits for its end. */
  void await() throws InterruptedException;

  /** Whether a run that has ended is over. */
  enum Outcome {
    /** It is complete. */
    COMPLETE,
    /** It failed or was canceled, or could not be started. */
    FAILED,
    /** It broke off, and is to be gone on with. */
    BROKEN_OFF
  }

  /**
   * How a run ended.
   *
   * @param outcome whether it is over
   * @param message how it ended, in words
   */
  record Ending(Outcome outcome, String message) {
    /** Whether it is over; else it is to be gone on with. */
    public boolean isFinal() {
      return outcome != Outcome.BROKEN_OFF;
    }
  }
}
