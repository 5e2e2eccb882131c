package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.trainer.TrainingData;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest extends TribuoContract {
  @Override
  protected Algorithm algorithm() {
    return new LogisticRegression();
  }

  @Test
  void findsTheProbabilitiesThatMadeTheLabels() throws Exception {
    var random = new SplittableRandom(1);
    int rows = 20_000;
    var x = new float[rows];
    var ids = new int[rows];
    var labels = new float[rows];
    for (int i = 0; i < rows; i++) {
      x[i] = (float) random.nextDouble(-2, 2);
      ids[i] = random.nextInt(2);
      labels[i] = random.nextDouble() < truth(x[i], ids[i]) ? 1 : 0;
    }
    var features =
        new FeatureMatrix(
            rows, List.of(new FeatureColumn.Numbers("x", x), new FeatureColumn.Ids("c", 2, ids)));
    var predicted =
        new LogisticRegression()
            .fit(new TrainingData(features, Labels.binary("y", labels), "00"), 1)
            .predict(features);
    for (int i = 0; i < rows; i++) {
      assertThat(predicted[i]).isCloseTo(truth(x[i], ids[i]), within(0.03));
    }
  }

  private static double truth(double x, int id) {
    return 1 / (1 + Math.exp(-(1.5 * x - 0.5 + (id == 1 ? 1 : 0))));
  }

  @Test
  void passesOverFewRowsMoreOften() throws Exception {
    assertThat(epochs(new LogisticRegression(), 10)).isEqualTo(200);
    assertThat(epochs(new LogisticRegression(), 1000)).isEqualTo(30);
    assertThat(epochs(new LogisticRegression(), 50_000)).isEqualTo(3);
    assertThat(epochs(new LogisticRegression().withEpochs(4), 1000)).isEqualTo(4);
  }

  private static Object epochs(LogisticRegression algorithm, int rows) throws Exception {
    return algorithm
        .fit(RandomRows.labelled(rows, 1), 1)
        .describe()
        .hyperParameters()
        .getOrDefault("epochs", "none");
  }

  @Test
  void everyHyperParameterHasAnEffect() throws Exception {
    var data = RandomRows.labelled(200, 1);
    var plain = new LogisticRegression();
    var predicted = plain.fit(data, 1).predict(data.features());
    assertThat(plain.withEpochs(1).fit(data, 1).predict(data.features())).isNotEqualTo(predicted);
    assertThat(plain.withLearningRate(0.01).fit(data, 1).predict(data.features()))
        .isNotEqualTo(predicted);
    assertThat(plain.fit(data, 2).predict(data.features())).isNotEqualTo(predicted);
  }

  @Test
  void describesItself() throws Exception {
    var description =
        new LogisticRegression()
            .withEpochs(2)
            .withLearningRate(0.25)
            .fit(RandomRows.labelled(100, 1), 1)
            .describe();
    assertThat(description.algorithm()).isEqualTo("logistic regression");
    assertThat(description.library()).startsWith("Tribuo 4.");
    assertThat(description.hyperParameters())
        .containsEntry("epochs", 2)
        .containsEntry("learning_rate", 0.25);
  }

  @Test
  void keepsTheIdsOfItsBase() throws Exception {
    var before = data(new int[] {0, 0, 1, 1, 2, 2}, 0, 0, 1, 1, 0, 1);
    var after = data(new int[] {2, 2, 3, 3}, 0, 0, 1, 1);
    new LogisticRegression().fit(before, 1).save(directory);
    var warm = new LogisticRegression().withEpochs(1).fit(after.withBase(directory), 1);
    var one = new FeatureMatrix(1, List.of(new FeatureColumn.Ids("c", 4, new int[] {1})));
    assertThat(warm.predict(one)[0]).isGreaterThan(0.7);
  }

  private static TrainingData data(int[] ids, float... labels) {
    var column = new FeatureColumn.Ids("c", 4, ids);
    return new TrainingData(
        new FeatureMatrix(ids.length, List.of(column)), Labels.binary("y", labels), "00");
  }

  @Test
  void refusesABaseOfAnotherAlgorithm() throws Exception {
    var data = RandomRows.labelled(50, 1);
    new DecisionTree().fit(data, 1).save(directory);
    assertThatThrownBy(() -> new LogisticRegression().fit(data.withBase(directory), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base model: org.tribuo.common.tree.TreeModel (expected: ");
  }

  @Test
  void tellsOfDivergence() {
    var huge = new FeatureColumn.Numbers("x", new float[] {3e38f, -3e38f, 3e38f, 1});
    var data =
        new TrainingData(
            new FeatureMatrix(4, List.of(huge)), Labels.regression("y", 1, 2, 3, 4), "00");
    assertThatThrownBy(() -> new LinearRegression().withLearningRate(1e300).fit(data, 1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("expected: finite weights");
  }

  @Test
  void refusesWrongHyperParameters() {
    var plain = new LogisticRegression();
    assertThatThrownBy(() -> plain.withEpochs(0))
        .hasMessageContaining("epochs: 0 (expected: >= 1)");
    assertThatThrownBy(() -> plain.withLearningRate(0)).hasMessageContaining("learningRate: 0.0");
    assertThatThrownBy(() -> plain.withLearningRate(Double.NaN))
        .hasMessageContaining("learningRate: NaN");
  }
}
