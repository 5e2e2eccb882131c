package io.tributary.components.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Least and greatest value. */
final class RangeStatistic implements Statistic {
  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  @Override
  public void add(double[] values) {
    for (double value : values) {
      add(value);
    }
  }

  @Override
  public void add(double value) {
    if (!Double.isNaN(value)) {
      count++;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }

  @Override
  public void merge(Statistic other) {
    var that = (RangeStatistic) other;
    add(that.count, that.min, that.max);
  }

  private void add(long moreCount, double otherMin, double otherMax) {
    count += moreCount;
    min = Math.min(min, otherMin);
    max = Math.max(max, otherMax);
  }

  long count() {
    return count;
  }

  /** The least value; NaN of nothing. */
  double min() {
    return count == 0 ? Double.NaN : min + 0.0;
  }

  /** The greatest value; NaN of nothing. */
  double max() {
    return count == 0 ? Double.NaN : max + 0.0;
  }

  /** The range; zeros without sign, which otherwise would show the order of rows. */
  Fit.Range range() {
    return new Fit.Range(count, min + 0.0, max + 0.0);
  }

  @Override
  public void encode(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeDouble(min);
    out.writeDouble(max);
  }

  @Override
  public void decode(DataInput in) throws IOException {
    add(in.readLong(), in.readDouble(), in.readDouble());
  }
}
