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

  private final String where;
  private final Moments moments = new Moments();

  MomentsStatistic(String where) {
    this.where = where;
  }

  @Override
  public void add(double[] values) {
    for (double value : values) {
      if (Double.isNaN(value)) {
        continue;
      }
      if (Math.abs(value) > LARGEST) {
        throw new ExecutionFailure(
            ExecutionFailure.Code.INVALID_DATA,
            new Explanation(
                where,
                "a value of " + value,
                "at most 2^511 in magnitude",
                "check the arithmetic in front of zScore, or use bucketize"));
      }
      moments.add(value, 1);
    }
  }

  @Override
  public void merge(Statistic other) {
    moments.add(((MomentsStatistic) other).moments);
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
