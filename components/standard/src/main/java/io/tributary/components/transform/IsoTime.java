package io.tributary.components.transform;

import java.time.YearMonth;

/**
 * Dates, and points in time to the second, as ISO 8601 writes them: {@code 2026-11-30}, {@code
 * 2026-11-30T18:05}, {@code 2026-11-30 18:05:09.25Z}. Without offset, or in UTC.
 */
final class IsoTime {
  /** What such a text looks like, in the syntax of RE2; some are no dates, as 2026-02-30. */
  static final String PATTERN =
      "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
          + "([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?Z?)?";

  /** No such text is longer, in bytes. */
  static final int LONGEST = 30;

  private static final int DATE = 10;

  private final byte[] text;
  private final int length;
  private int at;

  private IsoTime(byte[] text, int length) {
    this.text = text;
    this.length = length;
  }

  /** Whether the first {@code length} bytes are such a text. */
  static boolean isTime(byte[] text, int length) {
    if (length < DATE || length > LONGEST) {
      return false;
    }
    return new IsoTime(text, length).matches();
  }

  private boolean matches() {
    int century = number(0, 99);
    int year = number(0, 99);
    boolean isDash = next('-');
    int month = number(1, 12);
    isDash &= next('-');
    if (century < 0 || year < 0 || month < 0 || !isDash) {
      return false;
    }
    int day = number(1, YearMonth.of(century * 100 + year, month).lengthOfMonth());
    return day > 0 && (at == length || isClock());
  }

  private boolean isClock() {
    boolean isRight = (next('T') || next(' ')) && number(0, 23) >= 0;
    isRight = isRight && next(':') && number(0, 59) >= 0;
    if (isRight && next(':')) {
      isRight = number(0, 59) >= 0 && (!next('.') || digits());
    }
    next('Z');
    return isRight && at == length;
  }

  /** Of two digits; -1 if there is none from {@code least} to {@code most}. */
  private int number(int least, int most) {
    if (at + 2 > length || !isDigit(text[at]) || !isDigit(text[at + 1])) {
      return -1;
    }
    int number = (text[at] - '0') * 10 + text[at + 1] - '0';
    at += 2;
    return number >= least && number <= most ? number : -1;
  }

  private boolean next(char expected) {
    boolean isNext = at < length && text[at] == expected;
    at += isNext ? 1 : 0;
    return isNext;
  }

  private boolean digits() {
    int from = at;
    while (at < length && isDigit(text[at])) {
      at++;
    }
    return at > from && at - from <= 9;
  }

  private static boolean isDigit(byte symbol) {
    return symbol >= '0' && symbol <= '9';
  }
}
