package io.tributary.data.split;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Dates and times of ISO 8601: {@code 2026-11-30}, and behind it, after {@code T} or a blank,
 * {@code 06:00}, {@code 06:00:00} or {@code 06:00:00.123456}, and {@code Z} or an offset such as
 * {@code +01:00}. Without an offset they are UTC.
 */
final class IsoTime {
  private static final int MICROS_DIGITS = 6;
  private static final long MICROS = 1_000_000;

  private final byte[] text;
  private final int end;
  private int at;

  private IsoTime(byte[] text, int end) {
    this.text = text;
    this.end = end;
  }

  static OptionalLong parse(String text) {
    var bytes = text.getBytes(US_ASCII);
    return parse(bytes, bytes.length);
  }

  /** Microseconds since 1970-01-01T00:00Z, rounded down; empty if the bytes are no time. */
  static OptionalLong parse(byte[] text, int length) {
    return new IsoTime(text, length).time();
  }

  private OptionalLong time() {
    int year = digits(4);
    boolean isDate = year >= 0 && take('-');
    int month = isDate ? digits(2) : -1;
    isDate &= month >= 1 && month <= 12 && take('-');
    int day = isDate ? digits(2) : -1;
    if (!isDate || day < 1 || day > 31) {
      return OptionalLong.empty();
    }
    long micros = 0;
    if (at < end) {
      micros = timeOfDay();
      if (micros == Long.MIN_VALUE) {
        return OptionalLong.empty();
      }
    }
    try {
      return OptionalLong.of(
          LocalDate.of(year, month, day).toEpochDay() * 86_400 * MICROS + micros);
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  /** With the offset taken off; the least number if it is none. */
  private long timeOfDay() {
    if (!take('T') && !take(' ')) {
      return Long.MIN_VALUE;
    }
    int hour = digits(2);
    int minute = take(':') ? digits(2) : -1;
    int second = 0;
    if (take(':')) {
      second = digits(2);
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return Long.MIN_VALUE;
    }
    long fraction = 0;
    if (take('.')) {
      int count = 0;
      for (int digit = digits(1); digit >= 0; digit = digits(1)) {
        fraction = count < MICROS_DIGITS ? fraction * 10 + digit : fraction;
        count++;
      }
      if (count == 0) {
        return Long.MIN_VALUE;
      }
      for (; count < MICROS_DIGITS; count++) {
        fraction *= 10;
      }
    }
    long offset = offset();
    return offset == Long.MIN_VALUE
        ? offset
        : ((hour * 60L + minute) * 60 + second - offset) * MICROS + fraction;
  }

  /** In seconds; the least number if there is something else. */
  private long offset() {
    if (at == end || (take('Z') && at == end)) {
      return 0;
    }
    boolean isEast = take('+');
    if (!isEast && !take('-')) {
      return Long.MIN_VALUE;
    }
    int hours = digits(2);
    boolean isColon = take(':');
    int minutes = at < end || isColon ? digits(2) : 0;
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || at != end) {
      return Long.MIN_VALUE;
    }
    long seconds = (hours * 60L + minutes) * 60;
    return isEast ? seconds : -seconds;
  }

  private boolean take(char c) {
    if (at < end && text[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  /** A number of so many digits; -1 if there are fewer. */
  private int digits(int count) {
    if (end - at < count) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < count; i++) {
      int digit = text[at + i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    at += count;
    return number;
  }
}
