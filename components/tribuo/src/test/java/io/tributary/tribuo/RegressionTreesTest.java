package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/** Trees to numbers: as Tribuo grows them, but in a time that does not explode. */
class RegressionTreesTest {
  private static final int TREES = 30;

  /** Values so far apart that no rounding decides between two splits. */
  private static TrainingData rows(int rows, long seed) {
    var random = new SplittableRandom(seed);
    var first = new float[rows];
    var second = new float[rows];
    var ids = new int[rows];
    var labels = new float[rows];
    for (int row = 0; row < rows; row++) {
      first[row] = random.nextInt(40) / 4f;
      second[row] = random.nextInt(7) - 3;
      ids[row] = random.nextInt(6) - 1;
      labels[row] =
          (float) (3 * first[row] + (ids[row] == 2 ? 20 : 0) + second[row] * random.nextDouble());
    }
    var features =
        new FeatureMatrix(
            rows,
            List.of(
                new FeatureColumn.Numbers("first", first),
                new FeatureColumn.Ids("id", 5, ids),
                new FeatureColumn.Numbers("second", second)));
    return new TrainingData(features, Labels.regression("y", labels), "00");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 20, 100})
  void areThoseOfTribuo(int minRowsToSplit) throws Exception {
    var data = rows(400, minRowsToSplit);
    var dataset = MatrixDataset.numbers(data);
    var peer =
        new CARTJointRegressionTrainer(
                6, minRowsToSplit, 0, 1, false, new MeanSquaredError(), false, 1)
            .train(dataset);
    var tree = new DecisionTree().withMinRowsToSplit(minRowsToSplit).fit(data, 1);
    assertThat(tree.predict(data.features()))
        .containsExactly(
            NativeModel.regression(peer, dataset.layout()).predict(data.features()), within(1e-4));
  }

  @Test
  void weighRowsAsIfTheyWereThereSoOften() throws Exception {
    var data = rows(200, 7);
    var weights = new float[200];
    var repeated = new ArrayList<Integer>();
    for (int row = 0; row < 200; row++) {
      weights[row] = 1 + row % 3;
      for (int i = 0; i < weights[row]; i++) {
        repeated.add(row);
      }
    }
    var algorithm = new DecisionTree().withMinRowsToSplit(40);
    var often = data.rows(repeated.stream().mapToInt(Integer::intValue).toArray());
    assertThat(algorithm.fit(data.withWeights(weights), 1).predict(data.features()))
        .containsExactly(algorithm.fit(often, 1).predict(data.features()), within(1e-4));
  }

  @Test
  void findThresholdsAmongMoreValuesThanThereAreBins() throws Exception {
    int rows = 5000;
    var random = new SplittableRandom(3);
    var x = new float[rows];
    var y = new float[rows];
    for (int row = 0; row < rows; row++) {
      x[row] = (float) random.nextDouble(-1e6, 1e6);
      y[row] = x[row] > 123_456 ? 5 : -5;
    }
    var features = new FeatureMatrix(rows, List.of(new FeatureColumn.Numbers("x", x)));
    var data = new TrainingData(features, Labels.regression("y", y), "00");
    var predicted = new DecisionTree().withMinRowsToSplit(2).fit(data, 1).predict(features);
    for (int row = 0; row < rows; row++) {
      if (Math.abs(x[row] - 123_456) > 2e6 / 256) {
        assertThat(predicted[row]).isEqualTo(y[row]);
      }
    }
  }

  @Test
  void generaliseBetterInForests() throws Exception {
    var data = RandomRows.labelled(Task.REGRESSION, 2000, 80);
    var others = RandomRows.labelled(Task.REGRESSION, 2000, 81);
    double mean = error(others.labels().values(), constant(data, others.rows()));
    double one = error(new DecisionTree().withMinRowsToSplit(2).withMaxDepth(20), data, others);
    double forest =
        error(
            new RandomForest()
                .withTrees(TREES)
                .withMaxDepth(20)
                .withMinRowsToSplit(2)
                .withFeatureShare(0.6),
            data,
            others);
    double extra =
        error(
            new ExtraTrees()
                .withTrees(TREES)
                .withMaxDepth(20)
                .withMinRowsToSplit(2)
                .withFeatureShare(0.8),
            data,
            others);
    assertThat(one).isLessThan(mean / 2);
    assertThat(forest).isLessThan(one);
    assertThat(extra).isLessThan(mean / 2);
  }

  private static double[] constant(TrainingData data, int rows) {
    double sum = 0;
    for (float value : data.labels().values()) {
      sum += value;
    }
    var constant = new double[rows];
    Arrays.fill(constant, sum / data.rows());
    return constant;
  }

  private static double error(Algorithm algorithm, TrainingData data, TrainingData others)
      throws Exception {
    return error(others.labels().values(), algorithm.fit(data, 1).predict(others.features()));
  }

  private static double error(float[] labels, double[] predicted) {
    double squares = 0;
    for (int row = 0; row < labels.length; row++) {
      squares += (labels[row] - predicted[row]) * (labels[row] - predicted[row]);
    }
    return Math.sqrt(squares / labels.length);
  }

  @Test
  void splitManyRowsWhateverTheirOrder() throws Exception {
    int rows = 1 << 18;
    var x = new float[rows];
    var labels = new float[rows];
    for (int row = 0; row < rows; row++) {
      x[row] = row % 2;
      labels[row] = row % 2 == 0 ? 10 : 20;
    }
    var features = new FeatureMatrix(rows, List.of(new FeatureColumn.Numbers("x", x)));
    var tree =
        new DecisionTree().fit(new TrainingData(features, Labels.regression("y", labels), "00"), 1);
    assertThat(tree.predict(features.rows(0, 1))).containsExactly(10, 20);
  }

  @Test
  void growAsDeepForSmallNumbers() throws Exception {
    var data = rows(400, 3);
    var small = data.labels().values().clone();
    float factor = 0x1p-40f;
    for (int row = 0; row < small.length; row++) {
      small[row] *= factor;
    }
    var expected = new DecisionTree().fit(data, 1).predict(data.features());
    var scaled = new TrainingData(data.features(), Labels.regression("y", small), "00");
    var actual = new DecisionTree().fit(scaled, 1).predict(data.features());
    for (int row = 0; row < actual.length; row++) {
      assertThat(actual[row] / factor).isCloseTo(expected[row], within(1e-4));
    }
  }
}
