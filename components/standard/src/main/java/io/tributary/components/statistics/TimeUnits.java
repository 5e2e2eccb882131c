package io.tributary.components.statistics;

import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * What the integers of a column count when they stand for times. Their statistics are those of the
 * integers, as TFDV knows no type for them; custom statistics make them readable: {@code time_unit}
 * and, but for durations, {@code min_time} and {@code max_time} in the notation of ISO 8601.
 */
enum TimeUnits {
  /** Integers that are no times. */
  NONE,
  DATE_IN_DAYS,
  DATE_IN_MILLISECONDS,
  SECONDS,
  MILLISECONDS,
  MICROSECONDS,
  NANOSECONDS,
  LOCAL_SECONDS,
  LOCAL_MILLISECONDS,
  LOCAL_MICROSECONDS,
  LOCAL_NANOSECONDS,
  TIME_OF_DAY_IN_SECONDS,
  TIME_OF_DAY_IN_MILLISECONDS,
  TIME_OF_DAY_IN_MICROSECONDS,
  TIME_OF_DAY_IN_NANOSECONDS,
  DURATION_IN_SECONDS,
  DURATION_IN_MILLISECONDS,
  DURATION_IN_MICROSECONDS,
  DURATION_IN_NANOSECONDS;

  static TimeUnits of(ArrowType type) {
    if (type instanceof ArrowType.Timestamp stamp) {
      return of(stamp.getTimezone() == null ? "LOCAL_" : "", stamp.getUnit());
    } else if (type instanceof ArrowType.Date date) {
      return date.getUnit() == DateUnit.DAY ? DATE_IN_DAYS : DATE_IN_MILLISECONDS;
    } else if (type instanceof ArrowType.Time time) {
      return of("TIME_OF_DAY_IN_", time.getUnit());
    } else if (type instanceof ArrowType.Duration duration) {
      return of("DURATION_IN_", duration.getUnit());
    }
    return NONE;
  }

  private static TimeUnits of(String prefix, TimeUnit unit) {
    return valueOf(prefix + unit.name() + "S");
  }

  /** Adds what makes the statistics of times readable. */
  void describe(FeatureNameStatistics.Builder feature, long min, long max) {
    if (this == NONE) {
      return;
    }
    add(feature, "time_unit", name().toLowerCase(Locale.ROOT));
    if (!name().startsWith("DURATION")) {
      add(feature, "min_time", text(min));
      add(feature, "max_time", text(max));
    }
  }

  private static void add(FeatureNameStatistics.Builder feature, String name, String text) {
    feature.addCustomStats(CustomStatistic.newBuilder().setName(name).setStr(text));
  }

  private String text(long number) {
    if (this == DATE_IN_DAYS) {
      return LocalDate.EPOCH.plusDays(number).toString();
    }
    if (unit() == ChronoUnit.SECONDS && Math.abs(number / 2) > Instant.MAX.getEpochSecond() / 2) {
      return number + " s"; // beyond what a calendar has
    }
    var instant = Instant.EPOCH.plus(number, unit());
    if (this == DATE_IN_MILLISECONDS) {
      return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    } else if (name().startsWith("TIME_OF_DAY")) {
      return LocalTime.ofInstant(instant, ZoneOffset.UTC).toString();
    } else if (name().startsWith("LOCAL")) {
      return instant.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
    }
    return instant.toString();
  }

  private ChronoUnit unit() {
    if (name().endsWith("MILLISECONDS")) {
      return ChronoUnit.MILLIS;
    } else if (name().endsWith("MICROSECONDS")) {
      return ChronoUnit.MICROS;
    }
    return name().endsWith("NANOSECONDS") ? ChronoUnit.NANOS : ChronoUnit.SECONDS;
  }
}
