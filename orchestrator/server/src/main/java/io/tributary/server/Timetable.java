package io.tributary.server;

import io.tributary.metadata.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The times at which a schedule falls due, between its start and its end. Thread-safe. */
public final class Timetable {
  private final Times times;
  private final Instant start;
  private final Optional<Instant> end;

  Timetable(Times times, Instant start, Optional<Instant> end) {
    this.times = times;
    this.start = start;
    this.end = end;
  }

  /**
   * The times of {@code schedule}, paused or not.
   *
   * @throws IllegalArgumentException if its line of cron cannot be understood
   */
  public static Timetable of(Schedule schedule) {
    return new Timetable(Times.of(schedule.trigger()), schedule.start(), schedule.end());
  }

  /** The first time after {@code after}; empty if there is none. */
  public Optional<Instant> next(Instant after) {
    var next = times.next(after.isBefore(start) ? start.minusNanos(1) : after);
    return next.filter(time -> end.isEmpty() || time.isBefore(end.get()));
  }

  /**
   * The last time that is not after {@code until}, found without a look at all that lie between.
   *
   * @param known one that is not after {@code until}
   */
  Instant last(Instant known, Instant until) {
    var last = known;
    var later = until;
    for (var next = next(last); next.isPresent() && !next.get().isAfter(until); next = next(last)) {
      last = next.get();
      // Halves of what is left, as long as there is a time in the upper one.
      while (Duration.between(last, later).toSeconds() > 1) {
        var middle = last.plus(Duration.between(last, later).dividedBy(2));
        var found = next(middle);
        if (found.isPresent() && !found.get().isAfter(until)) {
          last = found.get();
        } else {
          later = middle;
        }
      }
    }
    return last;
  }
}
