package io.tributary.components.exact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * A sum without any rounding: one fixed-point number wide enough for every product of two doubles
 * and a weight with 64 bits behind the point. The order in which terms arrive, and how partial sums
 * were grouped, cannot show in it. (The idea is Kulisch's long accumulator.)
 */
final class ExactSum {
  /**
   * The lowest bit that can be set has the weight 2^-FRACTION_BITS: the square of the smallest
   * double, 2^-2148, times 2^-64.
   */
  static final int FRACTION_BITS = 2212;

  private static final int DIGITS = 138;
  private static final long DIGIT = 0xFFFF_FFFFL;
  private static final int ADDITIONS_BEFORE_CARRY = 1 << 28;
  private static final int QUOTIENT_BITS = 66;
  private static final int LOWEST_EXPONENT = 1076;

  /** Digits of 32 bits, least significant first, each with 31 bits of room for carries. */
  private final long[] digits = new long[DIGITS];

  private int additions;

  /** Adds {@code mantissa} · 2^{@code exponent}; |mantissa| &lt; 2^62. */
  void add(long mantissa, int exponent) {
    int position = exponent + FRACTION_BITS;
    int digit = position >>> 5;
    int shift = position & 31;
    long high = mantissa >> (32 - shift);
    digits[digit] += (mantissa << shift) & DIGIT;
    digits[digit + 1] += high & DIGIT;
    digits[digit + 2] += high >> 32;
    if (++additions == ADDITIONS_BEFORE_CARRY) {
      carry();
    }
  }

  /** Adds {@code count} · {@code mantissa} · 2^{@code exponent}; |mantissa| &lt; 2^55. */
  void add(long count, long mantissa, int exponent) {
    if (count == 1) {
      add(mantissa, exponent);
      return;
    }
    long mantissaLow = mantissa & 0x3FFF_FFFFL;
    long mantissaHigh = mantissa >> 30;
    long countLow = count & 0x7FFF_FFFFL;
    long countHigh = count >>> 31;
    add(countLow * mantissaLow, exponent);
    add(countLow * mantissaHigh, exponent + 30);
    if (countHigh != 0) {
      add(countHigh * mantissaLow, exponent + 31);
      add(countHigh * mantissaHigh, exponent + 61);
    }
  }

  /** Adds the product of two finite numbers. */
  void addProduct(double a, double b) {
    if (a == 0 || b == 0) {
      return;
    }
    long bitsOfA = Double.doubleToRawLongBits(a);
    long bitsOfB = Double.doubleToRawLongBits(b);
    int biasedOfA = (int) (bitsOfA >>> 52) & 0x7FF;
    int biasedOfB = (int) (bitsOfB >>> 52) & 0x7FF;
    long mantissa = ExponentSums.mantissa(bitsOfB, biasedOfB);
    add(
        ExponentSums.mantissa(bitsOfA, biasedOfA),
        (bitsOfA ^ bitsOfB) < 0 ? -mantissa : mantissa,
        ExponentSums.exponent(biasedOfA) + ExponentSums.exponent(biasedOfB));
  }

  void add(ExactSum other) {
    carry();
    other.carry();
    for (int i = 0; i < DIGITS; i++) {
      digits[i] += other.digits[i];
    }
    carry();
  }

  /** The sum · 2^{@link #FRACTION_BITS}. */
  BigInteger scaled() {
    carry();
    var sum = BigInteger.valueOf(digits[DIGITS - 1]);
    for (int i = DIGITS - 2; i >= 0; i--) {
      sum = sum.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
    }
    return sum;
  }

  /** The quotient, rounded once. {@code denominator} is positive. */
  static double ratio(BigInteger numerator, BigInteger denominator) {
    if (numerator.signum() == 0) {
      return 0;
    }
    // More bits than a double has, but none below a quarter of the smallest double; a last bit
    // stands for all the rest.
    int wanted = QUOTIENT_BITS - (numerator.bitLength() - denominator.bitLength());
    int shift = Math.min(wanted, LOWEST_EXPONENT);
    var parts = scaled(numerator.abs(), shift).divideAndRemainder(scaled(denominator, -shift));
    var quotient = parts[1].signum() == 0 ? parts[0] : parts[0].setBit(0);
    return numerator.signum() * Math.scalb(quotient.doubleValue(), -shift);
  }

  private static BigInteger scaled(BigInteger value, int shift) {
    return shift > 0 ? value.shiftLeft(shift) : value;
  }

  void encode(DataOutput out) throws IOException {
    carry();
    for (long digit : digits) {
      out.writeLong(digit);
    }
  }

  static ExactSum decode(DataInput in) throws IOException {
    var sum = new ExactSum();
    for (int i = 0; i < DIGITS; i++) {
      sum.digits[i] = in.readLong();
    }
    return sum;
  }

  private void carry() {
    long carry = 0;
    for (int i = 0; i < DIGITS - 1; i++) {
      long digit = digits[i] + carry;
      digits[i] = digit & DIGIT;
      carry = digit >> 32;
    }
    digits[DIGITS - 1] += carry;
    additions = 0;
  }
}
