package io.tributary.tribuo;

import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.regression.Regressor;

/**
 * The rows that one regression tree grows from; a row may be in it more than once. Nodes have a
 * range of places each, and order those of their range as they split. Not thread-safe.
 */
final class RegressionSample {
  private final FeatureMatrix features;
  private final FeatureLayout layout;
  private final FeatureBins bins;
  private final String label;
  private final int[] rows;
  private final float[] weights;
  private final double[] targets;
  private final IdSums[] sums;

  RegressionSample(
      FeatureMatrix features,
      FeatureLayout layout,
      FeatureBins bins,
      Dataset<Regressor> examples,
      String label) {
    this.features = features;
    this.layout = layout;
    this.bins = bins;
    this.label = label;
    rows = new int[examples.size()];
    weights = new float[rows.length];
    targets = new double[rows.length];
    sums = new IdSums[layout.columns()];
    for (int i = 0; i < rows.length; i++) {
      Example<Regressor> example = examples.getExample(i);
      rows[i] = ((RowExample<Regressor>) example).row();
      weights[i] = example.getWeight();
      targets[i] = example.getOutput().getValues()[0];
    }
  }

  int size() {
    return rows.length;
  }

  String label() {
    return label;
  }

  FeatureLayout layout() {
    return layout;
  }

  double weight(int place) {
    return weights[place];
  }

  double target(int place) {
    return targets[place];
  }

  FeatureBins.Column bins(int column) {
    return bins.column(column);
  }

  int row(int place) {
    return rows[place];
  }

  float[] numbers(int column) {
    return ((FeatureColumn.Numbers) features.columns().get(column)).values();
  }

  FeatureColumn.Ids ids(int column) {
    return (FeatureColumn.Ids) features.columns().get(column);
  }

  /** Of an id column; whoever adds to them clears them. */
  IdSums sums(int column) {
    if (sums[column] == null) {
      sums[column] = new IdSums(layout.size(column));
    }
    return sums[column];
  }

  /**
   * Puts the rows of a range that go left before those that go right.
   *
   * @return the first place of those that go right
   */
  int partition(int from, int to, RegressionSplit split) {
    int column = layout.column(split.feature());
    int id = layout.id(split.feature());
    int left = from;
    for (int place = from; place < to; place++) {
      boolean goesLeft =
          id < 0
              ? numbers(column)[rows[place]] <= split.threshold()
              : ids(column).values()[rows[place]] != id;
      if (goesLeft) {
        swap(left++, place);
      }
    }
    return left;
  }

  private void swap(int one, int other) {
    int row = rows[one];
    float weight = weights[one];
    double target = targets[one];
    rows[one] = rows[other];
    weights[one] = weights[other];
    targets[one] = targets[other];
    rows[other] = row;
    weights[other] = weight;
    targets[other] = target;
  }
}
