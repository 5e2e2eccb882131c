package io.tributary.server.view;

import io.tributary.metadata.SkipReason;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.server.json.Field;
import java.time.Instant;
import java.util.Optional;

/** A time at which a schedule fell due, and what became of it. */
public record TickView(
    Instant scheduled,
    @Field("of several that were skipped together the first; else the same") Instant since,
    TickState state,
    Optional<SkipReason> reason,
    Optional<String> run,
    String message) {

  public static TickView of(Tick tick) {
    return new TickView(
        tick.scheduled(),
        tick.since(),
        tick.state(),
        tick.reason(),
        tick.runId().isEmpty() ? Optional.empty() : Optional.of(tick.runId()),
        tick.message());
  }
}
