package io.tributary.components.transform;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.exact.Moments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Mean and population deviation, the true ones, correctly rounded, however large the mean is beside
 * the deviation.
 */
final class MomentsStatistic implements Statistic {
  private static final double LARGEST = 0x1p511;
  private static final int CHUNK = 4_096;

  private final String where;
  private final Moments moments = new Moments();

  MomentsStatistic(String where) {
    this.where = where;
  }

  @Override
  public void add(double[] values) {
    int from = 0;
    while (from < values.length) {
      int to = Math.min(values.length, from + CHUNK);
      int present = 0;
      double[] chunk = new double[to - from];
      for (int i = from; i < to; i++) {
        if (!Double.isNaN(values[i])) {
          chunk[present++] = withinRange(where, values[i]);
        }
      }
      moments.addAll(chunk, present);
      from = to;
    }
  }

  @Override
  public void add(double value) {
    if (!Double.isNaN(value)) {
      moments.add(withinRange(where, value), 1);
    }
  }

  /** The value, or NaN; refused if squares of its like could overflow. */
  static double withinRange(String where, double value) {
    if (Math.abs(value) > LARGEST) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              where,
              "a value of " + value,
              "at most 2^511 in magnitude",
              "check the arithmetic in front of the analyzer, or use bucketize"));
    }
    return value;
  }

  @Override
  public void merge(Statistic other) {
    moments.add(((MomentsStatistic) other).moments);
  }

  /** The sum; 0 of nothing. */
  double sum() {
    return moments.sum();
  }

  /** The mean; NaN of nothing. */
  double mean() {
    return moments.count() == 0 ? Double.NaN : moments.mean();
  }

  /** The population's variance; NaN of nothing. */
  double variance() {
    return moments.count() == 0 ? Double.NaN : moments.variance();
  }

  /** The population's standard deviation; NaN of nothing. */
  double standardDeviation() {
    return Math.sqrt(variance());
  }

  /** Mean and population deviation; deviation 1 where there is none. */
  Fit.Moments moments() {
    if (moments.count() == 0) {
      return new Fit.Moments(0, 0, 1);
    }
    double deviation = moments.standardDeviation();
    return new Fit.Moments(moments.count(), moments.mean(), deviation > 0 ? deviation : 1);
  }

  @Override
  public void encode(DataOutput out) throws IOException {
    moments.encode(out);
  }

  @Override
  public void decode(DataInput in) throws IOException {
    moments.add(Moments.decode(in));
  }
}
