package io.tributary.components.statistics;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import org.apache.arrow.vector.ValueVector;

/** The weights of the rows of a batch. */
final class RowWeights {
  /** Weights below it are counted without any rounding but below 2^-64, and do not overflow. */
  private static final double LIMIT = 0x1p40;

  private final long[] wholes;
  private final long[] fractions;

  private RowWeights(int rows) {
    wholes = new long[rows];
    fractions = new long[rows];
  }

  static RowWeights of(ValueVector column, int rows) {
    var kind = ColumnKind.of(column.getField().getType());
    if (!kind.isNumber()) {
      throw wrong(column, "a column of " + column.getField().getType(), "a column of numbers");
    }
    if (column.getNullCount() > 0) {
      throw wrong(column, column.getNullCount() + " rows without a weight", "one in every row");
    }
    var keys = new long[rows];
    NumberVectors.read(column, 0, rows, keys);
    var weights = new RowWeights(rows);
    for (int row = 0; row < rows; row++) {
      double weight = kind.toDouble(keys[row]);
      if (!(weight >= 0 && weight < LIMIT)) {
        throw wrong(
            column, weight + " in row " + row + ", counted from 0", "from 0 to less than 2^40");
      }
      weights.wholes[row] = WeightSum.whole(weight);
      weights.fractions[row] = WeightSum.fraction(weight);
    }
    return weights;
  }

  private static ExecutionFailure wrong(ValueVector column, String value, String expected) {
    return new ExecutionFailure(
        ExecutionFailure.Code.INVALID_DATA,
        new Explanation(
            "weight feature '" + column.getName() + "'",
            value,
            expected,
            "fill or correct the weights, or use another column"));
  }

  long whole(int row) {
    return wholes[row];
  }

  long fraction(int row) {
    return fractions[row];
  }

  void addTo(WeightSum sum, int row) {
    sum.add(wholes[row], fractions[row]);
  }

  void addTo(WeightSum sum, int row, int times) {
    sum.addTimes(wholes[row], fractions[row], times);
  }
}
