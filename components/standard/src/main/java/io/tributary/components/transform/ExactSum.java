package io.tributary.components.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * A sum of doubles without rounding, and so without regard to their order: a fixed-point number
 * that covers the whole range of double, in limbs of 32 bits (a superaccumulator, after Kulisch).
 * Not thread-safe.
 */
final class ExactSum {
  /** The weight of the lowest bit is 2 to this power: the least double. */
  static final int LOWEST_EXPONENT = -1074;

  private static final int LIMBS = (1023 - LOWEST_EXPONENT + 64) / 32 + 2;
  private static final long LIMB_MASK = 0xFFFF_FFFFL;
  private static final int MOST_PENDING = 1 << 29;

  private final long[] limbs = new long[LIMBS];
  private int pending;

  /** Adds a finite number. */
  void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & 0x7FF;
    long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
    if (exponent == 0) {
      exponent = 1;
    } else {
      mantissa |= 1L << 52;
    }
    int position = exponent - 1;
    int limb = position >>> 5;
    int shift = position & 31;
    long low = (mantissa & LIMB_MASK) << shift;
    long high = (mantissa >>> 32) << shift;
    if (bits >= 0) {
      limbs[limb] += low & LIMB_MASK;
      limbs[limb + 1] += (low >>> 32) + (high & LIMB_MASK);
      limbs[limb + 2] += high >>> 32;
    } else {
      limbs[limb] -= low & LIMB_MASK;
      limbs[limb + 1] -= (low >>> 32) + (high & LIMB_MASK);
      limbs[limb + 2] -= high >>> 32;
    }
    if (++pending == MOST_PENDING) {
      carry();
    }
  }

  void add(ExactSum other) {
    carry();
    other.carry();
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] += other.limbs[i];
    }
    carry();
  }

  /** Brings every limb but the last, which carries the sign, to 0 .. 2^32 - 1. */
  private void carry() {
    for (int i = 0; i < LIMBS - 1; i++) {
      limbs[i + 1] += limbs[i] >> 32;
      limbs[i] &= LIMB_MASK;
    }
    pending = 0;
  }

  /** The sum in units of 2 to the power of {@link #LOWEST_EXPONENT}. */
  BigInteger units() {
    carry();
    var units = BigInteger.ZERO;
    for (int i = LIMBS - 1; i >= 0; i--) {
      units = units.shiftLeft(32).add(BigInteger.valueOf(limbs[i]));
    }
    return units;
  }

  void encode(DataOutput out) throws IOException {
    carry();
    for (long limb : limbs) {
      out.writeLong(limb);
    }
  }

  void decode(DataInput in) throws IOException {
    var other = new ExactSum();
    for (int i = 0; i < LIMBS; i++) {
      other.limbs[i] = in.readLong();
    }
    add(other);
  }
}
