package io.tributary.components.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionMetricsTest {

  @Test
  void areThoseOfTheDefinitions() {
    var figures =
        new PredictionMetrics(Evaluation.binary().measure(Metric.PRECISION.at(0.3)), List.of())
            .of(new double[] {0, 1, 1, 0}, new double[] {0.1, 0.9, 0.4, 0.35});
    assertThat(figures.get(Metric.AUC)).isEqualTo(1);
    assertThat(figures.get(Metric.ACCURACY)).isEqualTo(0.75);
    assertThat(figures.get(Metric.PRECISION.at(0.3))).isEqualTo(2.0 / 3);
  }

  @Test
  void countAClassThatTheModelLacksAsWrong() {
    var figures =
        new PredictionMetrics(Evaluation.multiclass(), List.of("a", "b"))
            .of(new double[] {0, 1, 2}, new double[] {0.9, 0.1, 0.2, 0.8, 0.5, 0.5});
    assertThat(figures.get(Metric.ACCURACY)).isEqualTo(2.0 / 3);
    assertThat(figures.get(Metric.UNKNOWN_LABEL_COUNT)).isEqualTo(1);
  }

  @Test
  void lookAtAllLabelsOfARow() {
    var figures =
        new PredictionMetrics(Evaluation.multilabel(), List.of("a", "b"))
            .of(new double[] {1, 0, 1, 1}, new double[] {0.9, 0.1, 0.2, 0.8});
    assertThat(figures.get(Metric.HAMMING_LOSS)).isEqualTo(0.25);
  }

  @Test
  void areUndefinedWhereTheDefinitionSaysSo() {
    var figures =
        new PredictionMetrics(Evaluation.binary(), List.of())
            .of(new double[] {1, 1}, new double[] {0.5, 0.6});
    assertThat(figures.get(Metric.AUC)).isNaN();
    assertThat(
            new PredictionMetrics(Evaluation.regression(), List.of())
                .of(new double[] {3}, new double[] {1}))
        .containsEntry(Metric.MEAN_ABSOLUTE_ERROR, 2.0);
  }

  @Test
  void rankingsAreRefused() {
    assertThatThrownBy(() -> new PredictionMetrics(Evaluation.ranking("q"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ranking");
  }
}
