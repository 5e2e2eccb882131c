package io.tributary.components.evaluator;

import static io.tributary.components.evaluator.Metric.AUC;
import static io.tributary.components.evaluator.Metric.LOG_LOSS;
import static io.tributary.components.evaluator.Metric.MEAN_ABSOLUTE_ERROR;
import static io.tributary.components.evaluator.Metric.SELECTION_RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auc >= 0.9",
        "log_loss <= 0.3 with confidence 0.95",
        "recall[Credit Card] >= 0.5 on every slice of payment_type x hour",
        "precision@0.25 >= 0.5 on every slice of fare in 4 with confidence 0.9",
        "auc >= 0.5 on payment_type=Credit Card",
        "auc - baseline >= -0.01 on payment_type=Cash x hour=7 with confidence 0.9",
        "auc - baseline >= -0.01",
        "(log_loss - baseline) / baseline <= 0.05 on every slice of fare at 5.0, 20.0",
        "gap of recall between payment_type <= 0.1",
        "ratio of selection_rate between miles >= 3.0 >= 0.8"
      })
  void readsWhatItWrites(String text) {
    assertThat(Requirement.parse(text)).hasToString(text);
  }

  @Test
  void refusesWhatIsNone() {
    for (var text : List.of("auc", "auc > 0.9", "auc >= high", ">= 3", "auc >= 1 on payment")) {
      assertThatThrownBy(() -> Requirement.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected");
    }
  }

  @Test
  void aMetricThatTheTaskDoesNotHaveIsRefusedAtOnce() {
    assertThatThrownBy(() -> Evaluation.regression().require(AUC.atLeast(0.9)))
        .hasMessageContaining("auc (expected: one of regression");
    assertThatThrownBy(() -> Evaluation.binary().measure(AUC.at(0.5)))
        .hasMessageContaining("auc@0.5");
    assertThatThrownBy(() -> Evaluation.binary().measure(Metric.PRECISION.of("Cash")))
        .hasMessageContaining("precision[Cash]");
    assertThatThrownBy(() -> Evaluation.ranking("q").measure(Metric.NDCG.at(0.5)))
        .hasMessageContaining("ndcg@0.5");
  }

  private List<Verdict> judge(Evaluation evaluation, String rows) throws Exception {
    return Tables.judge(
            directory,
            new TableEvaluation(
                evaluation, List.of("label"), List.of("score"), List.of("other"), List.of()),
            "label,score,other,kind\n" + rows)
        .verdicts();
  }

  /** The semantics of TFMA's change thresholds: both ends included, a share of 0 fails. */
  @Test
  void aRelativeChangeIsAShareOfTheBaseline() throws Exception {
    var rows = "10,12,14,a\n10,8,6,a\n";
    var verdicts =
        judge(
            Evaluation.regression()
                .require(MEAN_ABSOLUTE_ERROR.betterThanBaseline(0.5).relative())
                .require(MEAN_ABSOLUTE_ERROR.betterThanBaseline(0.51).relative()),
            rows);

    assertThat(verdicts).extracting(Verdict::passed).containsExactly(true, false);
    assertThat(verdicts.get(0).value()).contains(-0.5);
    assertThat(verdicts.get(0).reason())
        .isEqualTo(
            "mean_absolute_error on overall: 2, baseline 4, change relative to it -0.5 (as"
                + " required: <= -0.5)");

    var perfect =
        judge(
            Evaluation.regression()
                .require(MEAN_ABSOLUTE_ERROR.noWorseThanBaseline(0.1).relative()),
            "10,10,10,a\n");
    assertThat(perfect.get(0).passed()).isFalse();
    assertThat(perfect.get(0).reason()).contains("no share of 0 can be told");
  }

  @Test
  void aRatioIsTheSmallestOverTheLargest() throws Exception {
    var rows = "1,0.9,0.5,a\n0,0.8,0.5,a\n0,0.9,0.5,b\n1,0.1,0.5,b\n";
    var verdicts =
        judge(
            Evaluation.binary()
                .require(SELECTION_RATE.ratioBetween("kind", Bound.atLeast(0.5)))
                .require(SELECTION_RATE.ratioBetween("kind", Bound.atLeast(0.8)))
                .require(LOG_LOSS.atMost(100).onSlice("kind", "c")),
            rows);

    assertThat(verdicts).extracting(Verdict::passed).containsExactly(true, false, false);
    assertThat(verdicts.get(1).reason())
        .startsWith("ratio of selection_rate between kind: 0.5 (expected: >= 0.8)");
    assertThat(verdicts.get(2).reason()).contains("no such slice was seen");
  }
}
