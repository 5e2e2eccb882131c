package io.tributary.components.exact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/** Moments of pairs of finite numbers, and the exact sum of their products. Not thread-safe. */
public final class CoMoments {
  private final Moments x;
  private final Moments y;
  private final ExactSum products;

  /** Of no pairs. */
  public CoMoments() {
    this(new Moments(), new Moments(), new ExactSum());
  }

  private CoMoments(Moments x, Moments y, ExactSum products) {
    this.x = x;
    this.y = y;
    this.products = products;
  }

  /** Adds a pair of finite numbers. */
  public void add(double a, double b) {
    x.add(a, 1);
    y.add(b, 1);
    products.addProduct(a, b);
  }

  /** Adds the pairs of another. */
  public void add(CoMoments other) {
    x.add(other.x);
    y.add(other.y);
    products.add(other.products);
  }

  /** How many there are. */
  public long count() {
    return x.count();
  }

  /** Σxy / n − (Σx / n)(Σy / n), rounded once; of at least one pair. */
  public double covariance() {
    var n = BigInteger.valueOf(count());
    var numerator =
        products
            .scaled()
            .multiply(n)
            .shiftLeft(ExactSum.FRACTION_BITS)
            .subtract(x.scaledSum().multiply(y.scaledSum()));
    return ExactSum.ratio(numerator, n.multiply(n).shiftLeft(2 * ExactSum.FRACTION_BITS));
  }

  /**
   * Pearson's correlation, the covariance over both standard deviations of the population; NaN
   * where one of these is 0; of at least one pair.
   */
  public double correlation() {
    double deviations = x.standardDeviation() * y.standardDeviation();
    return deviations == 0 ? Double.NaN : Math.max(-1, Math.min(1, covariance() / deviations));
  }

  /** Writes what {@link #decode} reads. */
  public void encode(DataOutput out) throws IOException {
    x.encode(out);
    y.encode(out);
    products.encode(out);
  }

  /** Reads what {@link #encode} wrote. */
  public static CoMoments decode(DataInput in) throws IOException {
    return new CoMoments(Moments.decode(in), Moments.decode(in), ExactSum.decode(in));
  }
}
