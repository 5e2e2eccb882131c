package io.tributary.server.rest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps those who have no token from filling the audit log: so many of their refusals are noted in
 * a minute, the others are counted. Thread-safe.
 */
final class Refusals {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  /** In each period. */
  static final int MOST = 60;

  private final Clock clock;
  private Instant began = Instant.MIN;
  private int noted;
  private long left;

  Refusals(Clock clock) {
    this.clock = clock;
  }

  /**
   * Whether there is room for one more, and what is to be said of those for which there was none.
   */
  synchronized Optional<String> room() {
    var now = clock.instant();
    if (!now.isBefore(began.plus(PERIOD)) || now.isBefore(began)) {
      began = now;
      noted = 0;
    }
    if (noted == MOST) {
      left++;
      return Optional.empty();
    }
    noted++;
    var said = left == 0 ? "" : "; and " + left + " more before";
    left = 0;
    return Optional.of(said);
  }
}
