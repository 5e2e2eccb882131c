package io.tributary.server;

import io.tributary.metadata.Trigger;
import java.time.Instant;
import java.util.Optional;

/** The times of a trigger, all of them whole seconds. */
sealed interface Times permits CronTimes, EveryTimes, NoTimes {

  /** The first time after {@code after}; empty if there is none. */
  Optional<Instant> next(Instant after);

  /**
   * The times of {@code trigger}; none of one that is about something else.
   *
   * @throws IllegalArgumentException if it is a line of cron that cannot be understood
   */
  static Times of(Trigger trigger) {
    if (trigger instanceof Trigger.Cron cron) {
      return CronTimes.of(cron);
    }
    return trigger instanceof Trigger.Every every ? new EveryTimes(every) : new NoTimes();
  }
}
