package io.tributary.components.transform;

import io.tributary.components.exact.Covariances;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** Covariances of several numbers, of the rows in which none of them is missing. */
final class CovarianceStatistic implements Statistic {
  private final String where;
  private final int width;
  private final Covariances covariances;

  CovarianceStatistic(String where, int width) {
    this.where = where;
    this.width = width;
    this.covariances = new Covariances(width);
  }

  /** Adds a batch of columns; NaN is a missing number. */
  void add(List<double[]> columns) {
    double[] row = new double[width];
    for (int i = 0; i < columns.get(0).length; i++) {
      boolean isComplete = true;
      for (int column = 0; column < width; column++) {
        row[column] = MomentsStatistic.withinRange(where, columns.get(column)[i]);
        isComplete &= !Double.isNaN(row[column]);
      }
      if (isComplete) {
        covariances.add(row);
      }
    }
  }

  long count() {
    return covariances.count();
  }

  double mean(int column) {
    return covariances.mean(column);
  }

  double covariance(int i, int j) {
    return covariances.covariance(i, j);
  }

  @Override
  public void merge(Statistic other) {
    covariances.add(((CovarianceStatistic) other).covariances);
  }

  @Override
  public void encode(DataOutput out) throws IOException {
    covariances.encode(out);
  }

  @Override
  public void decode(DataInput in) throws IOException {
    covariances.add(Covariances.decode(in, width));
  }
}
