package io.tributary.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Lengths of time as they are written and printed: {@code 90s}, {@code 15m}, {@code 1h}, {@code
 * 7d}.
 */
final class Period {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd])");

  private Period() {}

  /**
   * A length of time, of a second at least.
   *
   * @param option where it is written
   */
  static Duration parse(String option, String text) {
    var parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
      throw new UsageException(
          option, "'" + text + "'", "such as 90s, 15m, 1h or 7d", "correct it");
    }
    var unit =
        switch (parts.group(2)) {
          case "s" -> ChronoUnit.SECONDS;
          case "m" -> ChronoUnit.MINUTES;
          case "h" -> ChronoUnit.HOURS;
          default -> ChronoUnit.DAYS;
        };
    return unit.getDuration().multipliedBy(Long.parseLong(parts.group(1)));
  }

  static String format(Duration period) {
    long seconds = period.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    } else if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
