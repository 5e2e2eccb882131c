package io.tributary.components.exact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Extremes, exact sum and exact sum of squares of finite numbers that each count with a weight. A
 * weight is a fixed-point number with 63 bits before and 64 bits behind the point. Not thread-safe.
 */
public final class WeightedMoments {
  private static final int LOW_BITS = 27;
  private static final long LOW = (1L << LOW_BITS) - 1;
  private static final long HALF = 0xFFFF_FFFFL;

  private final ExactSum weights;
  private final ExactSum sum;
  private final ExactSum squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** Of no numbers. */
  public WeightedMoments() {
    this(new ExactSum(), new ExactSum(), new ExactSum());
  }

  private WeightedMoments(ExactSum weights, ExactSum sum, ExactSum squares) {
    this.weights = weights;
    this.sum = sum;
    this.squares = squares;
  }

  /**
   * Adds a finite number.
   *
   * @param whole the weight's bits before the point, not negative
   * @param fraction its bits behind the point
   */
  public void add(double value, long whole, long fraction) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    addPart(value, whole, 0);
    addPart(value, fraction >>> 32, -32);
    addPart(value, fraction & HALF, -64);
  }

  private void addPart(double value, long weight, int weightExponent) {
    if (weight == 0) {
      return;
    }
    weights.add(weight, 1, weightExponent);
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7FF;
    long fraction = bits & 0xF_FFFF_FFFF_FFFFL;
    long mantissa = biased == 0 ? fraction : fraction | 1L << 52;
    int exponent = Math.max(biased, 1) - 1075;
    sum.add(weight, bits < 0 ? -mantissa : mantissa, exponent + weightExponent);
    long high = mantissa >>> LOW_BITS;
    long low = mantissa & LOW;
    int square = 2 * exponent + weightExponent;
    squares.add(weight, low * low, square);
    squares.add(weight, 2 * high * low, square + LOW_BITS);
    squares.add(weight, high * high, square + 2 * LOW_BITS);
  }

  /** Adds the numbers of another. */
  public void add(WeightedMoments other) {
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    weights.add(other.weights);
    sum.add(other.sum);
    squares.add(other.squares);
  }

  /** The least; positive infinity of no numbers. */
  public double min() {
    return min;
  }

  /** The greatest; negative infinity of no numbers. */
  public double max() {
    return max;
  }

  /** Whether the weights are not all 0. */
  public boolean hasWeight() {
    return weights.scaled().signum() > 0;
  }

  /** Σwx / Σw, rounded once; of a positive weight. */
  public double mean() {
    return ExactSum.ratio(sum.scaled(), weights.scaled());
  }

  /** √(Σwx² / Σw − (Σwx / Σw)²), where only the root is rounded; of a positive weight. */
  public double standardDeviation() {
    var total = sum.scaled();
    var weight = weights.scaled();
    var numerator = squares.scaled().multiply(weight).subtract(total.multiply(total));
    return Math.sqrt(ExactSum.ratio(numerator, weight.multiply(weight)));
  }

  /** Writes what {@link #decode} reads. */
  public void encode(DataOutput out) throws IOException {
    out.writeDouble(min);
    out.writeDouble(max);
    weights.encode(out);
    sum.encode(out);
    squares.encode(out);
  }

  /** Reads what {@link #encode} wrote. */
  public static WeightedMoments decode(DataInput in) throws IOException {
    double min = in.readDouble();
    double max = in.readDouble();
    var moments =
        new WeightedMoments(ExactSum.decode(in), ExactSum.decode(in), ExactSum.decode(in));
    moments.min = min;
    moments.max = max;
    return moments;
  }
}
