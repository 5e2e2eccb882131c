package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which span of the data a time stands for at which a schedule falls due, and what becomes of the
 * tick where its data is not there.
 *
 * @param unit what spans count
 * @param back how many units before its own time a tick is about
 * @param data where the data has to be before a run is started; empty: nobody looks
 */
public record SpanPlan(Unit unit, int back, Optional<Data> data) {

  /** What the numbers of spans count. */
  public enum Unit {
    /** Days since 1970-01-01, of the calendar in the zone of the schedule. */
    DAY,
    /** Hours since 1970-01-01T00:00Z, whatever the zone. */
    HOUR
  }

  /** What becomes of a tick whose data is not there. */
  public enum Late {
    /** It waits until a deadline, and then fails. */
    WAIT,
    FAIL,
    SKIP
  }

  /**
   * Where the data of a span has to be.
   *
   * @param pattern a path with placeholders, absolute
   * @param settle how long its files must not have changed, if no file marks them as complete
   * @param late what becomes of a tick whose data is not there
   * @param patience with {@link Late#WAIT}: how long after its time a tick waits at most; else zero
   */
  public record Data(String pattern, Duration settle, Late late, Duration patience) {
    /** Checks that patience is there where it is needed. */
    public Data {
      if (pattern.isEmpty()) {
        throw new IllegalArgumentException(
            "SpanPlan.Data.pattern: '' (expected: a path with placeholders); say where the data is");
      }
      if (settle.isNegative()) {
        throw new IllegalArgumentException(
            "SpanPlan.Data.settle: " + settle + " (expected: zero or more); choose another");
      }
      if (patience.isNegative() || (late == Late.WAIT) == patience.isZero()) {
        throw new IllegalArgumentException(
            "SpanPlan.Data.patience: "
                + patience
                + " with "
                + late
                + " (expected: longer than zero with WAIT, zero otherwise); correct it");
      }
    }
  }

  /** Checks that the span is none that is still to come. */
  public SpanPlan {
    requireNonNull(unit, "unit");
    requireNonNull(data, "data");
    if (back < 0) {
      throw new IllegalArgumentException(
          "SpanPlan.back: " + back + " (expected: 0 or more); a tick is about what has been");
    }
  }

  /**
   * The number of the span that a tick at {@code time} is about; 0 where it would be before 1970.
   *
   * @param zone in which days begin
   */
  public long span(Instant time, ZoneId zone) {
    long own =
        switch (unit) {
          case DAY -> time.atZone(zone).toLocalDate().toEpochDay();
          case HOUR -> Instant.EPOCH.until(time, ChronoUnit.HOURS);
        };
    return Math.max(0, own - back);
  }
}
