package io.tributary.tribuo;

import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import java.util.Arrays;

/**
 * Numbers of training rows in at most 256 bins a column, between which trees may split. Where a
 * column has no more distinct values, each has a bin of its own; else bins hold about as many rows
 * each. Takes a byte for each number.
 */
final class FeatureBins {
  /** As many as a byte can tell apart. */
  private static final int MOST = 256;

  /** Where there are more rows, every so many-th of them says where bins end. */
  private static final int SAMPLED_ROWS = 1 << 17;

  private final Column[] columns;

  /**
   * A column's bins.
   *
   * @param codes the bin of each row, as an unsigned byte
   * @param least value of each bin
   * @param greatest value of each bin
   */
  record Column(byte[] codes, float[] least, float[] greatest) {

    int count() {
      return least.length;
    }

    int bin(int row) {
      return Byte.toUnsignedInt(codes[row]);
    }
  }

  private FeatureBins(Column[] columns) {
    this.columns = columns;
  }

  /** Bins of all number columns. */
  static FeatureBins of(FeatureMatrix features) {
    var columns = new Column[features.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] =
          features.columns().get(i) instanceof FeatureColumn.Numbers numbers
              ? binned(numbers.values())
              : new Column(new byte[0], new float[0], new float[0]);
    }
    return new FeatureBins(columns);
  }

  private static Column binned(float[] values) {
    var ends = ends(values);
    var codes = new byte[values.length];
    var least = new float[ends.length + 1];
    var greatest = new float[ends.length + 1];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < values.length; row++) {
      int bin = bin(ends, values[row]);
      codes[row] = (byte) bin;
      least[bin] = Math.min(least[bin], values[row]);
      greatest[bin] = Math.max(greatest[bin], values[row]);
    }
    return new Column(codes, least, greatest);
  }

  /** How many ends are less than {@code value}. */
  private static int bin(float[] ends, float value) {
    int from = 0;
    int to = ends.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ends[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** The greatest value of each bin but the last, rising. */
  private static float[] ends(float[] values) {
    int stride = (values.length + SAMPLED_ROWS - 1) / SAMPLED_ROWS;
    var sample = new float[(values.length + stride - 1) / stride];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = values[i * stride];
    }
    Arrays.sort(sample);
    var distinct = distinct(sample);
    if (distinct.length <= MOST) {
      return Arrays.copyOf(distinct, distinct.length - 1);
    }
    var quantiles = new float[MOST - 1];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = sample[(int) ((i + 1L) * sample.length / MOST)];
    }
    return distinct(quantiles);
  }

  private static float[] distinct(float[] sorted) {
    var distinct = new float[sorted.length];
    int count = 0;
    for (float value : sorted) {
      if (count == 0 || distinct[count - 1] != value) {
        distinct[count++] = value;
      }
    }
    return Arrays.copyOf(distinct, count);
  }

  Column column(int column) {
    return columns[column];
  }
}
