package io.tributary.components.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.caution.Caution;
import io.tributary.components.caution.Caution.Kind;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.TrainingData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CautionsTest {
  private static final int ROWS = 400;

  private static float[] values(IntToFloat of) {
    var values = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = of.apply(i);
    }
    return values;
  }

  private interface IntToFloat {
    float apply(int row);
  }

  private static TrainingData data(Labels labels, FeatureColumn... columns) {
    return new TrainingData(new FeatureMatrix(ROWS, List.of(columns)), labels, "d");
  }

  private static FeatureColumn number(String name, IntToFloat of) {
    return new FeatureColumn.Numbers(name, values(of));
  }

  private static FeatureColumn id(String name, IntToFloat of) {
    return new FeatureColumn.Ids(
        name, ROWS, IntStream.range(0, ROWS).map(i -> (int) of.apply(i)).toArray());
  }

  private static List<Caution> cautions(
      TrainingData train, Metric metric, double ofConstant, double value, Map<String, Double> all) {
    var trial = new Trial(1, new Setting(Map.of()), 1, 7, Optional.of(value), all, "");
    return new Cautions(
            train, train.labels(), metric, new Score(ofConstant, Map.of()), Optional.of(trial))
        .list();
  }

  private static final Labels EVEN = Labels.binary("even", values(i -> 1 - i % 2));
  private static final FeatureColumn NOISE = number("noise", i -> i % 7);

  @Test
  void saysNothingOfAGoodModelOfManyRows() {
    assertThat(cautions(data(EVEN, NOISE), Metric.AUC, 0.5, 0.8, Map.of("auc", 0.8))).isEmpty();
  }

  /** 200 rows of each class: the standard error is 0.0289. */
  @Test
  void saysWhereTheBestIsWithinWhatChanceGives() {
    for (double auc : new double[] {0.4, 0.5, 0.556}) {
      assertThat(cautions(data(EVEN, NOISE), Metric.AUC, 0.5, auc, Map.of("auc", auc)))
          .singleElement()
          .matches(caution -> caution.kind() == Kind.CHANCE)
          .matches(
              caution ->
                  caution
                      .text()
                      .contains(
                          (auc > 0.5 ? "not clearly" : "no")
                              + " better than chance: auc "
                              + Figure.of(auc)));
    }
    assertThat(cautions(data(EVEN, NOISE), Metric.AUC, 0.5, 0.557, Map.of())).isEmpty();
  }

  /** It may be the first of 400 rows by chance as well. */
  @Test
  void aSingleRowOfAClassMakesNoModelPerfect() {
    var rare = Labels.binary("rare", values(i -> i == 7 ? 1 : 0));
    assertThat(cautions(data(rare, NOISE), Metric.AUC, 0.5, 1, Map.of("auc", 1.0)))
        .extracting(Caution::kind)
        .containsExactly(Kind.FEW_ROWS, Kind.CHANCE);
  }

  @Test
  void ofErrorsLessIsBetterThanTheMean() {
    var train = data(Labels.regression("price", values(i -> i % 13)), NOISE);
    var metric = Metric.ROOT_MEAN_SQUARED_ERROR;
    assertThat(cautions(train, metric, 2, 2.0, Map.of()))
        .extracting(Caution::kind)
        .containsExactly(Kind.CHANCE);
    assertThat(cautions(train, metric, 2, 1.9, Map.of())).isEmpty();
  }

  @Test
  void saysOfWhichClassesThereAreFewRows() {
    var rare = Labels.binary("rare", values(i -> i < 9 ? 1 : 0));
    assertThat(cautions(data(rare, NOISE), Metric.AUC, 0.5, 0.9, Map.of()))
        .singleElement()
        .matches(caution -> caution.kind() == Kind.FEW_ROWS)
        .matches(caution -> caution.text().contains("of rare 1 (9 to learn from, 9 to judge by):"));
    var classes =
        Labels.multiclass(
            "kind", List.of("a", "b", "c", "d", "e", "f"), values(i -> i < 10 ? i % 5 : 5));
    assertThat(cautions(data(classes, NOISE), Metric.LOG_LOSS, 1, 0.5, Map.of()))
        .singleElement()
        .matches(caution -> caution.text().contains("class 'a' (2 to learn from, 2 to judge by)"))
        .matches(
            caution ->
                caution.text().contains("class 'c' (2 to learn from, 2 to judge by) and 2 more"));
  }

  @Test
  void namesFeaturesThatTellTheLabelOfAModelWithoutMistakes() {
    var train =
        data(
            EVEN,
            NOISE,
            id("copy", i -> i % 4),
            id("row", i -> i),
            number("threshold", i -> i % 2 == 0 ? -i - 1f : i),
            number("tied", i -> i % 2 == 0 ? -i : i < 3 ? 0 : i));
    assertThat(cautions(train, Metric.AUC, 0.5, 1, Map.of("auc", 1.0)))
        .singleElement()
        .matches(caution -> caution.kind() == Kind.PERFECT)
        .matches(caution -> caution.text().contains("the label is told by copy, threshold;"));
    assertThat(new Telling(train).features()).containsExactly("copy", "threshold");
    assertThat(cautions(data(EVEN, NOISE), Metric.AUC, 0.5, 1, Map.of("auc", 0.9995)))
        .singleElement()
        .matches(caution -> caution.text().contains("look whether a column tells the label"));
  }

  @Test
  void numbersTellNumbersThatTheyCorrelateWith() {
    var price = Labels.regression("price", values(i -> i % 13));
    var train = data(price, NOISE, number("net", i -> -2f * (i % 13) + 5), id("id", i -> i % 13));
    assertThat(new Telling(train).features()).containsExactly("net");
  }

  @Test
  void constantIsWhatIsFrequentOrTheMean() {
    assertThat(Constant.of(Labels.binary("y", 1, 0, 0, 0)).predictions(2))
        .containsExactly(0.25, 0.25);
    assertThat(Constant.of(Labels.multiclass("y", List.of("a", "b"), 1, 0, 1, 1)).predictions(1))
        .containsExactly(0.25, 0.75);
    assertThat(Constant.of(Labels.multilabel(List.of("a", "b"), 1, 0, 1, 1)).predictions(1))
        .containsExactly(1, 0.5);
    assertThat(Constant.of(Labels.regression("y", 1, 2)).predictions(1)).containsExactly(1.5);
  }
}
