package io.tributary.components.exact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Count, extremes, zeros, exact sum and exact sum of squares of finite numbers. Not thread-safe.
 */
public final class Moments {
  private static final int LOW_BITS = 27;
  private static final long LOW = (1L << LOW_BITS) - 1;

  private final ExactSum sum;
  private final ExactSum squares;

  /** Empty between two calls. */
  private @Nullable ExponentSums terms;

  private long count;
  private long zeros;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** Of no numbers. */
  public Moments() {
    this(new ExactSum(), new ExactSum());
  }

  private Moments(ExactSum sum, ExactSum squares) {
    this.sum = sum;
    this.squares = squares;
  }

  /** Adds {@code times} times the finite number {@code value}. */
  public void add(double value, long times) {
    count += times;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (value == 0) {
      zeros += times;
      return;
    }
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7FF;
    long mantissa = ExponentSums.mantissa(bits, biased);
    int exponent = ExponentSums.exponent(biased);
    sum.add(times, bits < 0 ? -mantissa : mantissa, exponent);
    long high = mantissa >>> LOW_BITS;
    long low = mantissa & LOW;
    squares.add(times, low * low, 2 * exponent);
    squares.add(times, 2 * high * low, 2 * exponent + LOW_BITS);
    squares.add(times, high * high, 2 * exponent + 2 * LOW_BITS);
  }

  /** Adds each of the first {@code n} numbers once; all are finite. */
  public void addAll(double[] values, int n) {
    if (n > ExponentSums.CAPACITY) {
      throw new IllegalArgumentException(
          n + " numbers (expected: at most " + ExponentSums.CAPACITY + "); add them in parts");
    }
    double least = min;
    double greatest = max;
    int found = 0;
    for (int i = 0; i < n; i++) {
      double value = values[i];
      if (value <= least) {
        least = Math.min(least, value);
      }
      if (value >= greatest) {
        greatest = Math.max(greatest, value);
      }
      found += value == 0 ? 1 : 0;
    }
    min = least;
    max = greatest;
    zeros += found;
    count += n;
    if (terms == null) {
      terms = new ExponentSums();
    }
    terms.add(values, n);
    terms.moveTo(sum, squares);
  }

  /** Adds the numbers of another. */
  public void add(Moments other) {
    count += other.count;
    zeros += other.zeros;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sum.add(other.sum);
    squares.add(other.squares);
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** How many of them are 0. */
  public long zeros() {
    return zeros;
  }

  /** The least; positive infinity of no numbers. */
  public double min() {
    return min;
  }

  /** The greatest; negative infinity of no numbers. */
  public double max() {
    return max;
  }

  /** Σx · 2^{@link ExactSum#FRACTION_BITS}. */
  BigInteger scaledSum() {
    return sum.scaled();
  }

  /** Σx, rounded once; 0 of no numbers. */
  public double sum() {
    return ExactSum.ratio(sum.scaled(), BigInteger.ONE.shiftLeft(ExactSum.FRACTION_BITS));
  }

  /** Σx / n, rounded once; of at least one number. */
  public double mean() {
    return ExactSum.ratio(
        sum.scaled(), BigInteger.valueOf(count).shiftLeft(ExactSum.FRACTION_BITS));
  }

  /** Of the population: Σx² / n − (Σx / n)², rounded once; of at least one number. */
  public double variance() {
    var n = BigInteger.valueOf(count);
    var total = sum.scaled();
    var numerator =
        squares
            .scaled()
            .multiply(n)
            .shiftLeft(ExactSum.FRACTION_BITS)
            .subtract(total.multiply(total));
    return ExactSum.ratio(numerator, n.multiply(n).shiftLeft(2 * ExactSum.FRACTION_BITS));
  }

  /** √ of the {@link #variance}; of at least one number. */
  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  /** Writes what {@link #decode} reads. */
  public void encode(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeLong(zeros);
    out.writeDouble(min);
    out.writeDouble(max);
    sum.encode(out);
    squares.encode(out);
  }

  /** Reads what {@link #encode} wrote. */
  public static Moments decode(DataInput in) throws IOException {
    long count = in.readLong();
    long zeros = in.readLong();
    double min = in.readDouble();
    double max = in.readDouble();
    var moments = new Moments(ExactSum.decode(in), ExactSum.decode(in));
    moments.count = count;
    moments.zeros = zeros;
    moments.min = min;
    moments.max = max;
    return moments;
  }
}
