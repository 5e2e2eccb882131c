package io.tributary.components.distribution;

import java.math.BigDecimal;
import java.math.MathContext;

/** Names of buckets; the same on every release of Java. */
final class Labels {
  static final String NAN = "NaN";
  static final String OTHER_VALUES = "(other values)";
  static final String RARE_VALUES = "(rare values)";

  private static final double LARGEST_EXACT = 0x1p53;
  private static final MathContext DIGITS = new MathContext(9);

  private Labels() {}

  /** A whole number in full, any other with nine digits. */
  static String of(double number) {
    if (!Double.isFinite(number)) {
      return String.valueOf(number);
    }
    if (number == Math.rint(number) && Math.abs(number) <= LARGEST_EXACT) {
      return Long.toString((long) number);
    }
    return new BigDecimal(number).round(DIGITS).stripTrailingZeros().toString();
  }

  /** Numbers from a smallest to a largest. */
  static String range(double low, double high) {
    return low == high ? of(high) : of(low) + " to " + of(high);
  }
}
