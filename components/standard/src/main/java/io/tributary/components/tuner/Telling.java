package io.tributary.components.tuner;

import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * Finds features each of which tells the label by itself: of classes, an id that goes with one
 * class only, or a number whose values of one class lie together; of numbers, one that correlates
 * with them. Labels of a multi-label classification are not looked at.
 */
record Telling(TrainingData data) {
  private static final double CORRELATED = 0.9999;

  List<String> features() {
    return data.features().columns().stream()
        .filter(column -> !column.isConstant() && tells(column))
        .map(FeatureColumn::name)
        .toList();
  }

  private boolean tells(FeatureColumn column) {
    return switch (data.labels().task()) {
      case BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION ->
          column instanceof FeatureColumn.Ids ? isOfOneClassEach(column) : liesTogether(column);
      case REGRESSION ->
          column instanceof FeatureColumn.Numbers && Math.abs(correlation(column)) > CORRELATED;
      case MULTILABEL_CLASSIFICATION, CLUSTERING -> false;
    };
  }

  private float label(int row) {
    return data.labels().values()[row];
  }

  private boolean isOfOneClassEach(FeatureColumn column) {
    var classes = new HashMap<Float, Float>();
    for (int row = 0; row < data.rows(); row++) {
      var first = classes.putIfAbsent(column.number(row), label(row));
      if (first != null && first != label(row)) {
        return false;
      }
    }
    return classes.size() < data.rows() / 2;
  }

  private boolean liesTogether(FeatureColumn column) {
    var rows = new long[data.rows()];
    for (int row = 0; row < rows.length; row++) {
      int bits = Float.floatToIntBits(column.number(row) + 0f);
      int ordered = bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
      rows[row] = (long) ordered << Integer.SIZE | row;
    }
    Arrays.sort(rows);
    int most = data.labels().task() == Task.BINARY_CLASSIFICATION ? 2 : data.labels().outputs();
    int runs = 1;
    for (int i = 1; i < rows.length; i++) {
      boolean isOther = label((int) rows[i]) != label((int) rows[i - 1]);
      boolean isSame = rows[i] >> Integer.SIZE == rows[i - 1] >> Integer.SIZE;
      runs += isOther ? 1 : 0;
      if (isOther && isSame || runs > most) {
        return false;
      }
    }
    return true;
  }

  private double correlation(FeatureColumn column) {
    double meanX = 0;
    double meanY = 0;
    for (int row = 0; row < data.rows(); row++) {
      meanX += column.number(row) / data.rows();
      meanY += label(row) / data.rows();
    }
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int row = 0; row < data.rows(); row++) {
      double x = column.number(row) - meanX;
      double y = label(row) - meanY;
      xx += x * x;
      yy += y * y;
      xy += x * y;
    }
    return xy / Math.sqrt(xx * yy);
  }
}
