package io.tributary.components.transform;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Count, sum and sum of squares, both sums exact: the mean and the population variance are the true
 * ones, correctly rounded, however large the mean is beside the deviation.
 */
final class MomentsStatistic implements Statistic {
  private static final MathContext DIGITS = new MathContext(40);
  private static final double LARGEST = 0x1p511;

  private final String where;
  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private long count;

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
      count++;
      sum.add(value);
      double square = value * value;
      squares.add(square);
      squares.add(Math.fma(value, value, -square));
    }
  }

  @Override
  public void merge(Statistic other) {
    var that = (MomentsStatistic) other;
    count += that.count;
    sum.add(that.sum);
    squares.add(that.squares);
  }

  /** Mean and population deviation; deviation 1 where there is none. */
  Fit.Moments moments() {
    if (count == 0) {
      return new Fit.Moments(0, 0, 1);
    }
    var n = BigInteger.valueOf(count);
    var total = sum.units();
    var unit = BigInteger.ONE.shiftLeft(-ExactSum.LOWEST_EXPONENT);
    double mean = ratio(total, n.multiply(unit));
    var spread = squares.units().shiftLeft(-ExactSum.LOWEST_EXPONENT).multiply(n);
    var numerator = spread.subtract(total.multiply(total));
    if (numerator.signum() <= 0) {
      return new Fit.Moments(count, mean, 1);
    }
    double variance = ratio(numerator, n.multiply(n).multiply(unit).multiply(unit));
    double deviation = Math.sqrt(variance);
    return new Fit.Moments(count, mean, deviation > 0 ? deviation : 1);
  }

  private static double ratio(BigInteger numerator, BigInteger denominator) {
    int common = Math.min(numerator.getLowestSetBit(), denominator.getLowestSetBit());
    if (numerator.signum() == 0) {
      return 0;
    }
    return new BigDecimal(numerator.shiftRight(common))
        .divide(new BigDecimal(denominator.shiftRight(common)), DIGITS)
        .doubleValue();
  }

  @Override
  public void encode(DataOutput out) throws IOException {
    out.writeLong(count);
    sum.encode(out);
    squares.encode(out);
  }

  @Override
  public void decode(DataInput in) throws IOException {
    count += in.readLong();
    sum.decode(in);
    squares.decode(in);
  }
}
