package io.tributary.server;

import io.tributary.metadata.Tick;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one step of a scheduler did.
 *
 * @param changes ticks whose state it has changed, in order
 * @param again when the next one is due, as far as is known now; not later than now if there is
 *     more to do; empty if no schedule falls due any more
 * @param failures why runs could not be started for now; the next step tries them again
 */
public record Step(List<Tick> changes, Optional<Instant> again, List<Throwable> failures) {
  public Step {
    changes = List.copyOf(changes);
    failures = List.copyOf(failures);
  }
}
