package io.tributary.server;

import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.Tick;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something upon which a schedule falls due, once.
 *
 * @param name what it is; ends the id of the run
 * @param span the spans that the run is about, as one word; empty where it is about none
 */
record Cause(String name, String span) {

  /**
   * Ticks for causes, at times that follow one another from now on.
   *
   * @param reason why they are not run; empty: they are
   */
  static List<Tick> ticks(
      Schedule schedule, List<Cause> causes, Optional<SkipReason> reason, Instant now) {
    var next = schedule.settled().plusNanos(1_000);
    var time = (now.isAfter(next) ? now : next).truncatedTo(ChronoUnit.MICROS);
    var ticks = new ArrayList<Tick>();
    for (var cause : causes) {
      var tick =
          reason.isPresent()
              ? Tick.skipped(schedule.name(), time, time, reason.get(), now)
              : Tick.claimed(schedule.name(), time, schedule.name() + "-" + cause.name, now);
      ticks.add(tick.withSpan(cause.span).withCause(cause.name));
      time = time.plusNanos(1_000);
    }
    return ticks;
  }
}
