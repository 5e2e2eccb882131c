package io.tributary.components.transform;

import io.tributary.components.transform.Times.Part;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A point in time per row, or missing. Its parts are those of the proleptic Gregorian calendar in
 * UTC, or at a fixed offset from it: {@link #at}. Immutable; made by {@link IntegerColumn#asTime}
 * and {@link TextColumn#asTime}.
 */
public final class TimeColumn extends Column {
  private final ChronoUnit unit;
  private final int offset;

  TimeColumn(Features features, int position, ChronoUnit unit, int offset) {
    super(features, position);
    this.unit = unit;
    this.offset = offset;
  }

  /** The same time on clocks that are this far from UTC all year. */
  public TimeColumn at(ZoneOffset zone) {
    if (unit == ChronoUnit.DAYS && zone.getTotalSeconds() != 0) {
      features.problem(
          position, "at(" + zone + ")", "a time, which days do not have", "leave it out");
    }
    return new TimeColumn(features, position, unit, zone.getTotalSeconds());
  }

  /** The year; 0 is the one before 1. */
  public IntegerColumn year() {
    return part(Part.YEAR);
  }

  /** 1 to 12. */
  public IntegerColumn month() {
    return part(Part.MONTH);
  }

  /** 1 to 366. */
  public IntegerColumn dayOfYear() {
    return part(Part.DAY_OF_YEAR);
  }

  /** 1 to 31. */
  public IntegerColumn dayOfMonth() {
    return part(Part.DAY_OF_MONTH);
  }

  /** 1 for Monday to 7 for Sunday. */
  public IntegerColumn dayOfWeek() {
    return part(Part.DAY_OF_WEEK);
  }

  /** 0 to 23. */
  public IntegerColumn hour() {
    return part(Part.HOUR);
  }

  /** 0 to 59. */
  public IntegerColumn minute() {
    return part(Part.MINUTE);
  }

  /** 0 to 59. */
  public IntegerColumn second() {
    return part(Part.SECOND);
  }

  /** 0 to 86,399: {@code secondOfDay().asNumber().sine(86_400)} is a place on the clock. */
  public IntegerColumn secondOfDay() {
    return part(Part.SECOND_OF_DAY);
  }

  private IntegerColumn part(Part part) {
    if (unit == ChronoUnit.DAYS && part.isOfTime()) {
      features.problem(
          position, part.method() + "()", "a time, which days do not have", "leave it out");
    }
    return new IntegerColumn(
        features, features.add(new Times.PartOf(part, position, unit, offset)));
  }

  /**
   * How far this time is after another one, with fractions, negative if it is before; missing where
   * one of the two is.
   *
   * @param in NANOS to DAYS
   */
  public NumberColumn since(TimeColumn other, ChronoUnit in) {
    features.requireOwn(other);
    int difference =
        features.add(new Times.Difference(position, unit, other.position, other.unit, in));
    features.requireTimeUnit(difference, in);
    return new NumberColumn(features, difference);
  }

  /**
   * How far this time is after 1970-01-01T00:00Z, with fractions, negative if it is before.
   *
   * @param in NANOS to DAYS
   */
  public NumberColumn sinceEpoch(ChronoUnit in) {
    int since = features.add(new Times.SinceEpoch(position, unit, in));
    features.requireTimeUnit(since, in);
    return new NumberColumn(features, since);
  }

  /** Whether the time is missing. */
  public BooleanColumn isMissing() {
    return new BooleanColumn(features, features.add(new Numbers.IsMissing(position)));
  }
}
