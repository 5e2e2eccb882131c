package io.tributary.runner.airflow;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.stream.Collectors;

/** Values as Python's source text, each in one line. */
final class PythonLiterals {
  private PythonLiterals() {}

  /** A string between double quotes. What is not plain to see is escaped. */
  static String string(String value) {
    var literal = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                literal.append('\\').appendCodePoint(c);
              } else if (c == '\n') {
                literal.append("\\n");
              } else if ((c >= ' ' && c < 0x7f) || (c > 0x7f && Character.isLetterOrDigit(c))) {
                literal.appendCodePoint(c);
              } else {
                literal.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
              }
            });
    return literal.append('"').toString();
  }

  static String list(Collection<String> values) {
    return values.stream().map(PythonLiterals::string).collect(Collectors.joining(", ", "[", "]"));
  }

  static String seconds(Duration duration) {
    var fraction =
        duration.toNanosPart() == 0 ? "" : "." + "%09d".formatted(duration.toNanosPart());
    return "timedelta(seconds=" + duration.toSeconds() + fraction.replaceFirst("0+$", "") + ")";
  }

  static String datetime(Instant instant) {
    var time = instant.atOffset(ZoneOffset.UTC);
    return "datetime(%d, %d, %d, %d, %d, %d, tzinfo=timezone.utc)"
        .formatted(
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond());
  }
}
