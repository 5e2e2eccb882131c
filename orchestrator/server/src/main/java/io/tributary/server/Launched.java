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

  /**
   * How a run ended.
   *
   * @param isFinal whether it is over; else it broke off, and is to be gone on with
   * @param message how it ended, in words
   */
  record Ending(boolean isFinal, String message) {}
}
