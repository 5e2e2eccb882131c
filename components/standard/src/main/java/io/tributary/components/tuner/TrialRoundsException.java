package io.tributary.components.tuner;

import java.io.IOException;

/** Rounds of a trial cannot be kept or found. It says nothing about the trial's setting. */
final class TrialRoundsException extends IOException {
  private static final long serialVersionUID = 1L;

  TrialRoundsException(IOException cause) {
    super("rounds of a trial cannot be kept, or found: " + cause.getMessage(), cause);
  }
}
