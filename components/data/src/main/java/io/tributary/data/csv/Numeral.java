package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers from bytes. Blanks and tabs around them do not count. Reused from value to value;
 * not thread-safe.
 */
final class Numeral {
  /** What a field holds. */
  enum Kind {
    /** An integer of 64 bits, in {@link #longValue}. */
    INTEGER,
    /** An integer that needs more than 64 bits. */
    LARGE_INTEGER,
    /** A numeral with a fraction or an exponent, or no finite number. */
    FLOAT,
    /** No number; or a numeral beyond the range of doubles, which would become infinite. */
    TEXT
  }

  /** Powers of ten that doubles hold exactly. */
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ZEROS = 0x3030303030303030L;
  private static final long PAIRS = 0x000000ff000000ffL;
  private static final long[] INTEGER_TENS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private static final long EXACT_INTEGERS = 1L << 53;

  /** Digits that surely fit into an unsigned long. */
  private static final int MAX_DIGITS = 19;

  private static final int MAX_EXPONENT = 100_000;

  private long longValue;
  private double doubleValue;
  private boolean doubleKnown;
  private byte[] bytes = new byte[0];
  private int start;
  private int end;

  /** Reads {@code bytes[from, to)}. */
  Kind read(byte[] source, int from, int to) {
    while (from < to && isBlank(source[from])) {
      from++;
    }
    while (to > from && isBlank(source[to - 1])) {
      to--;
    }
    bytes = source;
    start = from;
    end = to;
    doubleKnown = false;
    if (to - from < MAX_DIGITS && from < to && to + Long.BYTES <= source.length) {
      var kind = plain(source, from, to);
      if (kind != null) {
        return kind;
      }
    }
    return any(source, from, to);
  }

  /**
   * Tells what {@code bytes[from, to)} holds, as {@link #read} does, but may leave the value
   * unread.
   */
  Kind kind(byte[] source, int from, int to) {
    if (to - from >= MAX_DIGITS || from == to || to + Long.BYTES > source.length) {
      return read(source, from, to);
    }
    int i = from;
    byte sign = source[i];
    if (sign == '-' || sign == '+') {
      i++;
    }
    int first = i;
    i = behindDigits(source, i, to);
    if (i == to && i > first) {
      return Kind.INTEGER;
    }
    if (i < to && source[i] == '.') {
      int end = behindDigits(source, i + 1, to);
      if (end == to && end - first > 1) {
        return Kind.FLOAT;
      }
    }
    return read(source, from, to);
  }

  private static int behindDigits(byte[] source, int from, int to) {
    int i = from;
    int n;
    do {
      n = leadingDigits((long) WORDS.get(source, i) ^ ZEROS);
      i += n;
    } while (n == Long.BYTES && i < to);
    return Math.min(i, to);
  }

  /**
   * Reads digits with a sign and a point at most, eight digits at a time; null when there is more.
   * Reads, but does not mind, up to seven bytes behind the field.
   */
  private @Nullable Kind plain(byte[] source, int from, int to) {
    int i = from;
    boolean negative = source[i] == '-';
    if (negative || source[i] == '+') {
      i++;
    }
    int first = i;
    long mantissa = 0;
    int n;
    do {
      long word = (long) WORDS.get(source, i) ^ ZEROS;
      n = Math.min(leadingDigits(word), to - i);
      mantissa = append(mantissa, word, n);
      i += n;
    } while (n == Long.BYTES);
    if (i == to) {
      return i == first ? Kind.TEXT : integer(negative, mantissa, true);
    }
    if (source[i] != '.' || to - from < 2) {
      return null;
    }
    int point = ++i;
    do {
      long word = (long) WORDS.get(source, i) ^ ZEROS;
      n = Math.min(leadingDigits(word), to - i);
      mantissa = append(mantissa, word, n);
      i += n;
    } while (n == Long.BYTES);
    return i < to || i - first < 2 ? null : decimal(negative, mantissa, point - i, true);
  }

  /** How many of eight bytes, from which '0' was taken, are digits before one that is none. */
  private static int leadingDigits(long word) {
    long others = ((word + 0x7676767676767676L) | word) & 0x8080808080808080L;
    return Long.numberOfTrailingZeros(others) >> 3;
  }

  /** Puts the first {@code n} digits of {@code word} behind a number, in three multiplications. */
  private static long append(long number, long word, int n) {
    if (n == 0) {
      return number;
    }
    long digits = word << (Long.SIZE - Byte.SIZE * n);
    long pairs = 10 * digits + (digits >>> 8);
    long value =
        ((pairs & PAIRS) * (100 + (1_000_000L << 32))
                + ((pairs >>> 16) & PAIRS) * (1 + (10_000L << 32)))
            >>> 32;
    return number * INTEGER_TENS[n] + value;
  }

  private Kind any(byte[] source, int from, int to) {
    int i = from;
    boolean negative = i < to && source[i] == '-';
    if (negative || (i < to && source[i] == '+')) {
      i++;
    }
    int first = i;
    long mantissa = 0;
    int significant = 0;
    int exponent = 0;
    boolean exact = true;
    for (; i < to; i++) {
      int digit = source[i] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      if (significant < MAX_DIGITS) {
        mantissa = 10 * mantissa + digit;
        significant += mantissa == 0 ? 0 : 1;
      } else {
        exact = false;
        exponent++;
      }
    }
    int digits = i - first;
    if (i == to) {
      return digits == 0 ? Kind.TEXT : integer(negative, mantissa, exact);
    }
    if (source[i] == '.') {
      int point = ++i;
      for (; i < to; i++) {
        int digit = source[i] - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        if (significant < MAX_DIGITS) {
          mantissa = 10 * mantissa + digit;
          significant += mantissa == 0 ? 0 : 1;
          exponent--;
        } else {
          exact = false;
        }
      }
      digits += i - point;
    }
    if (digits == 0) {
      return notFinite(negative, first, to);
    }
    if (i < to && (source[i] | 0x20) == 'e') {
      i++;
      boolean down = i < to && source[i] == '-';
      if (down || (i < to && source[i] == '+')) {
        i++;
      }
      int written = 0;
      int exponentStart = i;
      for (; i < to; i++) {
        int digit = source[i] - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        written = Math.min(10 * written + digit, MAX_EXPONENT);
      }
      if (i == exponentStart) {
        return Kind.TEXT;
      }
      exponent += down ? -written : written;
    }
    if (i < to) {
      return Kind.TEXT;
    }
    return decimal(negative, mantissa, exponent, exact);
  }

  /** Valid after {@link Kind#INTEGER}. */
  long longValue() {
    return longValue;
  }

  /** The nearest double; valid after every kind but {@link Kind#TEXT}. */
  double doubleValue() {
    if (!doubleKnown) {
      doubleValue = parsed();
      doubleKnown = true;
    }
    return doubleValue;
  }

  private Kind integer(boolean negative, long mantissa, boolean exact) {
    if (!exact || (mantissa < 0 && !(negative && mantissa == Long.MIN_VALUE))) {
      return Double.isInfinite(doubleValue()) ? Kind.TEXT : Kind.LARGE_INTEGER;
    }
    longValue = negative ? -mantissa : mantissa;
    doubleValue = negative && mantissa == 0 ? -0.0 : (double) longValue;
    doubleKnown = true;
    return Kind.INTEGER;
  }

  private Kind decimal(boolean negative, long mantissa, int exponent, boolean exact) {
    if (exact
        && mantissa >= 0
        && mantissa <= EXACT_INTEGERS
        && exponent > -TENS.length
        && exponent < TENS.length) {
      double value = exponent < 0 ? mantissa / TENS[-exponent] : mantissa * TENS[exponent];
      doubleValue = negative ? -value : value;
    } else {
      doubleValue = parsed();
    }
    doubleKnown = true;
    return Double.isInfinite(doubleValue) ? Kind.TEXT : Kind.FLOAT;
  }

  private Kind notFinite(boolean negative, int first, int to) {
    if (matches(first, to, "nan")) {
      doubleValue = Double.NaN;
    } else if (matches(first, to, "inf") || matches(first, to, "infinity")) {
      doubleValue = negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    } else {
      return Kind.TEXT;
    }
    doubleKnown = true;
    return Kind.FLOAT;
  }

  private boolean matches(int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((bytes[from + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** What the fast way cannot do exactly. */
  private double parsed() {
    return Double.parseDouble(new String(bytes, start, end - start, ISO_8859_1));
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
