package io.tributary.components.transform;

/**
 * Dates as people write them, and which are none of ISO 8601: {@code 30.11.2026}, {@code 11/30/2026
 * 18:05}, {@code 2026/11/30}. Which part is the day is for nobody to guess.
 */
final class OtherDate {
  private static final int YEAR = 4;
  private static final int MONTHS = 12;
  private static final int DAYS = 31;

  private OtherDate() {}

  /**
   * Whether the first {@code length} bytes begin with such a date, which ends there or at a gap.
   */
  static boolean isDate(byte[] text, int length) {
    int first = digits(text, 0, length);
    if (first == 0 || first >= length || ("./-".indexOf(text[first]) < 0)) {
      return false;
    }
    byte separator = text[first];
    int second = digits(text, first + 1, length);
    int third = first + second + 1;
    if (second == 0 || second > 2 || third >= length || text[third] != separator) {
      return false;
    }
    int last = digits(text, third + 1, length);
    int end = third + 1 + last;
    boolean isWhole = end == length || " T,".indexOf(text[end]) >= 0;
    boolean isYearFirst = first == YEAR && (last == 1 || last == 2);
    boolean isYearLast = first <= 2 && last == YEAR;
    return isWhole
        && (isYearFirst || isYearLast)
        && isDayOfMonth(
            number(text, first + 1, second),
            isYearFirst ? number(text, third + 1, last) : number(text, 0, first));
  }

  /** Whether one of the two may be a month, and the other a day. */
  private static boolean isDayOfMonth(int one, int other) {
    int least = Math.min(one, other);
    return least >= 1 && least <= MONTHS && Math.max(one, other) <= DAYS;
  }

  private static int number(byte[] text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      number = 10 * number + text[i] - '0';
    }
    return number;
  }

  private static int digits(byte[] text, int from, int length) {
    int at = from;
    while (at < length && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at - from;
  }
}
