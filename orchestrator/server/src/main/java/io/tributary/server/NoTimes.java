package io.tributary.server;

import java.time.Instant;
import java.util.Optional;

/** Of a schedule that falls due upon something else than a time. */
record NoTimes() implements Times {
  @Override
  public Optional<Instant> next(Instant after) {
    return Optional.empty();
  }
}
