package io.tributary.components.exact;

import java.util.Arrays;

/**
 * Sums of doubles and of their squares, exact, for each exponent of a double apart: so that adding
 * one takes a few additions of integers, wherever it lies. Holds some numbers at a time, until they
 * are moved into sums that hold any.
 */
final class ExponentSums {
  /** How many numbers fit in between two calls of {@link #moveTo}. */
  static final int CAPACITY = 1 << 20;

  private static final int EXPONENTS = 2047;
  private static final int WIDTH_BITS = 3;
  private static final long LOW = 0xFFFF_FFFFL;

  /**
   * Eight for each exponent, of which five are used: the mantissas' lower and upper half, the
   * squared mantissas' lowest, second and upper quarters.
   */
  private final long[] sums = new long[EXPONENTS << WIDTH_BITS];

  private int lowest = EXPONENTS;
  private int highest = -1;

  /** Adds finite numbers. */
  void add(double[] values, int n) {
    for (int i = 0; i < n; i++) {
      long bits = Double.doubleToRawLongBits(values[i]);
      int biased = (int) (bits >>> 52) & 0x7FF;
      long mantissa = mantissa(bits, biased);
      long sign = bits >> 63;
      long signed = (mantissa ^ sign) - sign;
      long lower = mantissa * mantissa;
      int at = biased << WIDTH_BITS;
      sums[at] += signed & LOW;
      sums[at + 1] += signed >> 32;
      sums[at + 2] += lower & LOW;
      sums[at + 3] += lower >>> 32;
      sums[at + 4] += Math.multiplyHigh(mantissa, mantissa);
      lowest = Math.min(lowest, biased);
      highest = Math.max(highest, biased);
    }
  }

  /** Of a finite number without its sign. */
  static long mantissa(long bits, int biased) {
    long fraction = bits & 0xF_FFFF_FFFF_FFFFL;
    return biased == 0 ? fraction : fraction | 1L << 52;
  }

  /** The weight of a mantissa's lowest bit, as a power of two. */
  static int exponent(int biased) {
    return Math.max(biased, 1) - 1075;
  }

  /** Adds what was added here to sums, and is empty again. */
  void moveTo(ExactSum sum, ExactSum squares) {
    for (int biased = lowest; biased <= highest; biased++) {
      int at = biased << WIDTH_BITS;
      if ((sums[at + 2] | sums[at + 3] | sums[at + 4]) != 0) {
        int exponent = exponent(biased);
        sum.add(sums[at], exponent);
        sum.add(sums[at + 1], exponent + 32);
        squares.add(sums[at + 2], 2 * exponent);
        squares.add(sums[at + 3], 2 * exponent + 32);
        squares.add(sums[at + 4], 2 * exponent + 64);
        Arrays.fill(sums, at, at + 5, 0);
      }
    }
    lowest = EXPONENTS;
    highest = -1;
  }
}
