package io.tributary.cli.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How long something lasts, as options have it: {@code 90s}, {@code 15m}, {@code 1h}, {@code 7d}.
 */
public final class Period {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd])");

  /** A hundred years; clocks, and the times that databases keep, end far behind it. */
  private static final Duration MOST = Duration.ofDays(36_500);

  private Period() {}

  /**
   * Reads what was given for an option; a duration of ISO 8601, such as {@code PT6H}, is understood
   * as well.
   */
  public static Duration parse(String option, String text) {
    var period = read(option, text);
    if (period.compareTo(MOST) > 0) {
      throw new UsageException(
          option, "'" + text + "'", "at most " + MOST.toDays() + "d", "choose a shorter one");
    }
    return period;
  }

  private static Duration read(String option, String text) {
    var parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (parts.matches()) {
      var unit =
          switch (parts.group(2)) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
          };
      return unit.getDuration().multipliedBy(Long.parseLong(parts.group(1)));
    }
    try {
      var duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException e) {
      throw wrong(option, text);
    }
    throw wrong(option, text);
  }

  public static UsageException wrong(String option, String text) {
    return new UsageException(option, "'" + text + "'", "such as 90s, 15m, 1h or 7d", "correct it");
  }

  /** In the greatest unit that is whole. */
  public static String text(Duration period) {
    long seconds = period.toSeconds();
    if (seconds > 0 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    } else if (seconds > 0 && seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
