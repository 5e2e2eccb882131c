package io.tributary.server;

import io.tributary.metadata.Trigger;
import java.time.Instant;
import java.util.Optional;

/** An anchor, and every period after it. */
record EveryTimes(Trigger.Every every) implements Times {
  @Override
  public Optional<Instant> next(Instant after) {
    if (after.isBefore(every.anchor())) {
      return Optional.of(every.anchor());
    }
    long period = every.period().toSeconds();
    long anchor = every.anchor().getEpochSecond();
    long passed = (after.getEpochSecond() - anchor) / period;
    return Optional.of(Instant.ofEpochSecond(anchor + (passed + 1) * period));
  }
}
