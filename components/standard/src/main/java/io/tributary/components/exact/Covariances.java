package io.tributary.components.exact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Moments of several columns of finite numbers, and exact sums of their products. Not thread-safe.
 */
public final class Covariances {
  private final List<Moments> columns = new ArrayList<>();

  /** Of the columns i and j &lt; i, at i (i - 1) / 2 + j. */
  private final List<ExactSum> products = new ArrayList<>();

  /** Of no rows of that many columns. */
  public Covariances(int width) {
    for (int i = 0; i < width; i++) {
      columns.add(new Moments());
      for (int j = 0; j < i; j++) {
        products.add(new ExactSum());
      }
    }
  }

  /** Adds a row of finite numbers, one for each column. */
  public void add(double[] row) {
    int pair = 0;
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(row[i], 1);
      for (int j = 0; j < i; j++) {
        products.get(pair++).addProduct(row[i], row[j]);
      }
    }
  }

  /** Adds the rows of another of as many columns. */
  public void add(Covariances other) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(other.columns.get(i));
    }
    for (int i = 0; i < products.size(); i++) {
      products.get(i).add(other.products.get(i));
    }
  }

  /** How many rows there are. */
  public long count() {
    return columns.get(0).count();
  }

  /** The mean of a column, rounded once; of at least one row. */
  public double mean(int column) {
    return columns.get(column).mean();
  }

  /**
   * Σxy / n − (Σx / n)(Σy / n) of two columns, a variance where they are the same, rounded once; of
   * at least one row.
   */
  public double covariance(int i, int j) {
    if (i == j) {
      return columns.get(i).variance();
    }
    int later = Math.max(i, j);
    var product = products.get(later * (later - 1) / 2 + Math.min(i, j));
    var n = BigInteger.valueOf(count());
    var numerator =
        product
            .scaled()
            .multiply(n)
            .shiftLeft(ExactSum.FRACTION_BITS)
            .subtract(columns.get(i).scaledSum().multiply(columns.get(j).scaledSum()));
    return ExactSum.ratio(numerator, n.multiply(n).shiftLeft(2 * ExactSum.FRACTION_BITS));
  }

  /** Writes what {@link #decode} reads. */
  public void encode(DataOutput out) throws IOException {
    for (var column : columns) {
      column.encode(out);
    }
    for (var product : products) {
      product.encode(out);
    }
  }

  /** Reads what {@link #encode} wrote, of that many columns. */
  public static Covariances decode(DataInput in, int width) throws IOException {
    var read = new Covariances(width);
    for (int i = 0; i < width; i++) {
      read.columns.set(i, Moments.decode(in));
    }
    for (int i = 0; i < read.products.size(); i++) {
      read.products.set(i, ExactSum.decode(in));
    }
    return read;
  }
}
