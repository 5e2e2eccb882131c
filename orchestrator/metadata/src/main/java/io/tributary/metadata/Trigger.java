package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** When a schedule falls due. */
public sealed interface Trigger {

  /**
   * By a line of cron, in the time of a zone.
   *
   * <p>Where the clocks of the zone change, times of the line are still times of the wall clock.
   * One that does not exist, because the clock is put forward past it, falls due once, at the first
   * moment after the gap, however many times of the line the gap has swallowed. One that comes
   * twice, because the clock is put back, falls due once, the first time; so a line that falls due
   * in every hour rests for the hour that is repeated. Who wants none of this names the zone UTC,
   * or uses {@link Every}.
   *
   * @param expression minute, hour, day of month, month, day of week, as cron of UNIX has them; a
   *     day is right if one of the two fields for days says so, where both are restricted
   * @param zone whose wall clock it is about
   */
  record Cron(String expression, ZoneId zone) implements Trigger {
    /** Checks that nothing is missing; the expression is not understood here. */
    public Cron {
      if (expression.isBlank()) {
        throw new IllegalArgumentException(
            "Trigger.Cron.expression: '' (expected: minute, hour, day of month, month, day of week); write a line of cron");
      }
      requireNonNull(zone, "zone");
    }
  }

  /**
   * Again and again after the same time, whatever the wall clock says.
   *
   * @param period from one time to the next, in whole seconds
   * @param anchor the first time, a whole second
   */
  record Every(Duration period, Instant anchor) implements Trigger {
    /** Checks that both are whole seconds. */
    public Every {
      if (period.compareTo(Duration.ofSeconds(1)) < 0
          || !period.equals(Duration.ofSeconds(period.toSeconds()))) {
        throw new IllegalArgumentException(
            "Trigger.Every.period: "
                + period
                + " (expected: whole seconds, at least one); choose another");
      }
      if (!anchor.equals(anchor.truncatedTo(ChronoUnit.SECONDS))) {
        throw new IllegalArgumentException(
            "Trigger.Every.anchor: " + anchor + " (expected: a whole second); round it");
      }
    }
  }
}
