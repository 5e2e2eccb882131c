package io.tributary.api.span;

import io.tributary.api.Explanation;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * Which spans of its data a run is about: one, a range, or the latest that there is. A span is a
 * number, 0 or more; a date stands for the days since 1970-01-01, as in TFX, an hour for the hours
 * since 1970-01-01T00Z. Declared as {@code RuntimeParameter<ScheduledSpan>}, it is given by hand,
 * by a schedule or by a back-fill.
 *
 * <p>Written as one word: {@code 20787}, {@code 2026-11-30}, {@code 2026-11-30T06}, {@code
 * 20780..20787}, {@code 2026-11-23..2026-11-30}, {@code latest}. Immutable.
 */
public final class ScheduledSpan {

  /** The latest span whose files are there when the run begins. */
  public static final ScheduledSpan LATEST = new ScheduledSpan(0, -1);

  private static final String LATEST_WORD = "latest";
  private static final String RANGE = "..";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern HOUR = Pattern.compile("(.*)T([0-9]{2})Z?");

  private final long first;
  private final long last;

  private ScheduledSpan(long first, long last) {
    this.first = first;
    this.last = last;
  }

  /**
   * One span.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static ScheduledSpan of(long span) {
    return range(span, span);
  }

  /**
   * The span of a day.
   *
   * @throws IllegalArgumentException if it is before 1970-01-01
   */
  public static ScheduledSpan of(LocalDate day) {
    return of(day.toEpochDay());
  }

  /**
   * All spans from the first to the last.
   *
   * @throws IllegalArgumentException if the first is negative, or after the last
   */
  public static ScheduledSpan range(long first, long last) {
    if (first < 0 || first > last) {
      throw new IllegalArgumentException(
          new Explanation(
                  "span",
                  first == last ? "" + first : first + RANGE + last,
                  "0 or more, that is 1970-01-01 or later, and the first not after the last",
                  "correct it")
              .toString());
    }
    return new ScheduledSpan(first, last);
  }

  /**
   * Reads the one word.
   *
   * @throws IllegalArgumentException if {@code text} is none of its forms
   */
  public static ScheduledSpan parse(String text) {
    if (text.equals(LATEST_WORD)) {
      return LATEST;
    }
    int dots = text.indexOf(RANGE);
    return dots < 0
        ? of(number(text, text))
        : range(
            number(text.substring(0, dots), text),
            number(text.substring(dots + RANGE.length()), text));
  }

  private static long number(String part, String text) {
    if (NUMBER.matcher(part).matches()) {
      return Long.parseLong(part);
    }
    try {
      var hour = HOUR.matcher(part);
      return hour.matches()
          ? LocalDate.parse(hour.group(1))
                  .atTime(Integer.parseInt(hour.group(2)), 0)
                  .toEpochSecond(ZoneOffset.UTC)
              / 3_600
          : LocalDate.parse(part).toEpochDay();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          new Explanation(
                  "span",
                  "'" + text + "'",
                  "a number, a date such as 2026-11-30, an hour such as 2026-11-30T06, two of them with .. between, or latest",
                  "write it in one of these forms")
              .toString(),
          e);
    }
  }

  /** Whether the run is to find out which is the latest span. */
  public boolean isLatest() {
    return last < first;
  }

  /**
   * The first span.
   *
   * @throws IllegalStateException for {@link #LATEST}
   */
  public long first() {
    requireKnown();
    return first;
  }

  /**
   * The last span; of one span the same as the first.
   *
   * @throws IllegalStateException for {@link #LATEST}
   */
  public long last() {
    requireKnown();
    return last;
  }

  private void requireKnown() {
    if (isLatest()) {
      throw new IllegalStateException(
          "ScheduledSpan.LATEST has no number (expected: a span or a range); ask isLatest() first");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScheduledSpan span && span.first == first && span.last == last;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(first) * 31 + Long.hashCode(last);
  }

  /** The one word, with numbers. */
  @Override
  public String toString() {
    if (isLatest()) {
      return LATEST_WORD;
    }
    return first == last ? Long.toString(first) : first + RANGE + last;
  }
}
