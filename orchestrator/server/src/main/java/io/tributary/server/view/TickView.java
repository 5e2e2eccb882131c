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
    @Field("the spans that its run is about") Optional<String> span,
    @Field("what it fell due upon, if that was not the time") Optional<String> cause,
    Optional<SkipReason> reason,
    Optional<String> run,
    String message) {

  public static TickView of(Tick tick) {
    return new TickView(
        tick.scheduled(),
        tick.since(),
        tick.state(),
        text(tick.span()),
        text(tick.cause()),
        tick.reason(),
        text(tick.runId()),
        tick.message());
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
