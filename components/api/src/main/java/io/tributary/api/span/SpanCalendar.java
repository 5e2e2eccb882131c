package io.tributary.api.span;

import io.tributary.api.Explanation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the numbers of a pattern's spans stand for.
 *
 * @param unit what a span is
 * @param zone whose hours the names tell; UTC where they tell none
 * @param width digits of a span that is a number; 0 if as many as there are
 */
record SpanCalendar(Unit unit, ZoneId zone, int width) {
  enum Unit {
    NUMBER,
    DAY,
    HOUR
  }

  private static final int HOUR_SECONDS = 3_600;

  /** The last day whose year has four digits; its first hour is of that year in every zone. */
  private static final long LAST_DAY = LocalDate.of(9_999, 12, 31).toEpochDay();

  boolean isDated() {
    return unit != Unit.NUMBER;
  }

  /** Whether the texts of placeholders say which span it is. */
  boolean isKnown(Map<String, String> taken) {
    return switch (unit) {
      case NUMBER -> taken.containsKey("SPAN");
      case DAY -> hasDate(taken);
      case HOUR -> hasDate(taken) && taken.containsKey("HH");
    };
  }

  private static boolean hasDate(Map<String, String> taken) {
    return taken.containsKey("YYYY") && taken.containsKey("MM") && taken.containsKey("DD");
  }

  /** The span that the texts of placeholders say; empty if no calendar has such a time. */
  Optional<Long> span(Map<String, String> taken) {
    if (unit == Unit.NUMBER) {
      return Optional.of(Long.parseLong(taken.get("SPAN")));
    }
    try {
      var day =
          LocalDate.of(
              Integer.parseInt(taken.get("YYYY")),
              Integer.parseInt(taken.get("MM")),
              Integer.parseInt(taken.get("DD")));
      long span = unit == Unit.DAY ? day.toEpochDay() : hour(day, taken.getOrDefault("HH", ""));
      return span < 0 ? Optional.empty() : Optional.of(span);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Of an hour that the clock shows twice, the first. */
  private long hour(LocalDate day, String hour) {
    var time = LocalDateTime.of(day, LocalTime.of(Integer.parseInt(hour), 0));
    if (zone.getRules().getValidOffsets(time).isEmpty()) {
      throw new DateTimeException("an hour that the clock leaves out");
    }
    return Math.floorDiv(time.atZone(zone).toEpochSecond(), HOUR_SECONDS);
  }

  /** What the texts of placeholders would be, in words. */
  String words(Map<String, String> taken) {
    var date = taken.get("YYYY") + "-" + taken.get("MM") + "-" + taken.get("DD");
    return unit == Unit.DAY ? date : date + "T" + taken.get("HH") + zoneWords();
  }

  /** A span as a date or hour; empty if it is just a number. */
  Optional<String> words(long span) {
    return switch (unit) {
      case NUMBER -> Optional.empty();
      case DAY -> Optional.of(LocalDate.ofEpochDay(span).toString());
      case HOUR -> {
        var time = time(span);
        yield Optional.of(time.toLocalDate() + "T" + two(time.getHour()) + zoneWords());
      }
    };
  }

  private String zoneWords() {
    return zone.equals(ZoneOffset.UTC) ? "Z" : " " + zone;
  }

  /** The pattern with a span filled in. */
  String fill(String pattern, long span) {
    if (unit == Unit.NUMBER) {
      var digits = Long.toString(span);
      if (width == 0) {
        return pattern.replace("{SPAN}", digits);
      }
      if (digits.length() > width) {
        throw tooLong(pattern, span, "at most " + width + " digits");
      }
      return pattern.replace("{SPAN:" + width + "}", "0".repeat(width - digits.length()) + digits);
    }
    if (span > (unit == Unit.DAY ? LAST_DAY : LAST_DAY * 24)) {
      throw tooLong(pattern, span, "a date until 9999-12-31");
    }
    var time = unit == Unit.DAY ? LocalDate.ofEpochDay(span).atStartOfDay() : time(span);
    return pattern
        .replace("{YYYY}", String.format(Locale.ROOT, "%04d", time.getYear()))
        .replace("{MM}", two(time.getMonthValue()))
        .replace("{DD}", two(time.getDayOfMonth()))
        .replaceAll("\\{HH(:[^{}]*)?}", two(time.getHour()));
  }

  private static String two(int number) {
    return String.format(Locale.ROOT, "%02d", number);
  }

  /** The clock within the hour: where zones are off by half an hour, an hour begins in another. */
  private LocalDateTime time(long span) {
    return LocalDateTime.ofInstant(
        Instant.ofEpochSecond(span * HOUR_SECONDS + HOUR_SECONDS - 1), zone);
  }

  /** Whether the clock shows an hour for the second time, so that it has no name of its own. */
  boolean isRepeated(long span) {
    return unit == Unit.HOUR && span > 0 && name(span).equals(name(span - 1));
  }

  private String name(long span) {
    return time(span).toLocalDate() + "T" + time(span).getHour();
  }

  private static WrongSpanException tooLong(String pattern, long span, String expected) {
    return new WrongSpanException(
        new Explanation(
            "span pattern '" + pattern + "'",
            "span " + span,
            expected,
            "widen the pattern, or correct the span"));
  }
}
