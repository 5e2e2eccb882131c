package io.tributary.components.statistics;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * An exact sum of weights: a fixed-point number of 128 bits, half of them behind the point. However
 * weights are ordered and grouped, it is the same to the last bit.
 */
final class WeightSum {
  private static final int FRACTION_BITS = 64;

  private long whole;
  private long fraction;

  /** The bits before the point of a weight, which is not negative. */
  static long whole(double weight) {
    return (long) weight;
  }

  /** The 64 bits behind the point of a weight, of which those below 2^-64 are rounded. */
  static long fraction(double weight) {
    double rest = (weight - (long) weight) * 0x1p32;
    long high = (long) rest;
    return (high << 32) + Math.round((rest - high) * 0x1p32);
  }

  void add(long moreWhole, long moreFraction) {
    fraction += moreFraction;
    whole = wholes(whole, moreWhole, fraction, moreFraction);
  }

  /**
   * The sum of what is before the points of two weights.
   *
   * @param fractions what is behind the point of their sum
   * @param moreFraction what is behind the point of one of them
   * @throws ExecutionFailure if the sum is 2^63 or more
   */
  static long wholes(long whole, long moreWhole, long fractions, long moreFraction) {
    long carry = Long.compareUnsigned(fractions, moreFraction) < 0 ? 1 : 0;
    long sum = whole + moreWhole + carry;
    if (sum < 0) {
      throw tooHeavy();
    }
    return sum;
  }

  private static ExecutionFailure tooHeavy() {
    return new ExecutionFailure(
        ExecutionFailure.Code.INVALID_DATA,
        new Explanation(
            "weight feature",
            "weights that add up to 2^63 or more",
            "sums of less than 2^63",
            "divide all weights by the same number"));
  }

  void add(WeightSum other) {
    add(other.whole, other.fraction);
  }

  /** Adds a weight as often as said, which is not negative. */
  void addTimes(long moreWhole, long moreFraction, int times) {
    long high = Math.multiplyHigh(moreFraction, times) + (moreFraction < 0 ? times : 0);
    long wholes = moreWhole * times;
    if (Math.multiplyHigh(moreWhole, times) != 0 || wholes < 0) {
      throw tooHeavy();
    }
    add(wholes(wholes, high, 0, 0), moreFraction * times);
  }

  boolean isZero() {
    return whole == 0 && fraction == 0;
  }

  long whole() {
    return whole;
  }

  long fraction() {
    return fraction;
  }

  /** Rounded once. */
  double toDouble() {
    return toDouble(whole, fraction);
  }

  static double toDouble(long whole, long fraction) {
    if (fraction == 0 && Math.abs(whole) < 1L << 53) {
      return whole;
    }
    var high = BigInteger.valueOf(whole).shiftLeft(FRACTION_BITS);
    var low = BigInteger.valueOf(fraction >>> 1).shiftLeft(1).add(BigInteger.valueOf(fraction & 1));
    return Math.scalb(high.add(low).doubleValue(), -FRACTION_BITS);
  }

  void encode(DataOutput out) throws IOException {
    out.writeLong(whole);
    out.writeLong(fraction);
  }

  static WeightSum decode(DataInput in) throws IOException {
    var sum = new WeightSum();
    sum.whole = in.readLong();
    sum.fraction = in.readLong();
    return sum;
  }
}
