package io.tributary.components.evaluator;

import static io.tributary.components.evaluator.Bound.atMost;
import static io.tributary.components.evaluator.Metric.AUC;
import static io.tributary.components.evaluator.Metric.EXAMPLE_COUNT;
import static io.tributary.components.evaluator.Metric.FALSE_POSITIVE_RATE;
import static io.tributary.components.evaluator.Metric.LOG_LOSS;
import static io.tributary.components.evaluator.Metric.PRECISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.shape.ParameterType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  @Test
  void isALegalParameter() {
    assertThat(ParameterType.of(Evaluation.class)).isInstanceOf(ParameterType.RecordOf.class);
  }

  @Test
  void everyMethodHasItsEffect() {
    var evaluation =
        Evaluation.binary()
            .slice("hour")
            .slice("hour", "type")
            .require(AUC.atLeast(0.9))
            .measure(PRECISION.at(0.9))
            .withDecisionThreshold(0.3)
            .withMinimumSliceSize(20)
            .weightedBy("miles")
            .withConfidence(Confidence.jackknife(0.9));

    assertThat(evaluation)
        .isEqualTo(
            new Evaluation(
                new Task.Binary(0.3),
                List.of(Slicing.of("hour"), Slicing.of("hour", "type")),
                List.of(
                    new Requirement.Value(
                        AUC, new Scope.Overall(), Bound.atLeast(0.9), Optional.empty())),
                List.of(PRECISION.at(0.9)),
                20,
                Optional.of("miles"),
                Optional.of(Confidence.jackknife(0.9)),
                List.of()));
  }

  @Test
  void whatARequirementSlicesByIsSlicedBy() {
    var evaluation =
        Evaluation.binary()
            .slice("hour")
            .require(FALSE_POSITIVE_RATE.gapBetween("type", atMost(0.1)))
            .require(AUC.atLeast(0.5).onEverySlice("hour"))
            .require(AUC.noWorseThanBaseline(0.1).onSlice("company", "A"));

    assertThat(evaluation.slicings())
        .extracting(Slicing::toString)
        .containsExactly("hour", "type", "company");
  }

  @Test
  void worseMeansLowerForSomeMetricsAndHigherForOthers() {
    assertThat(AUC.noWorseThanBaseline(0.01).bound()).isEqualTo(Bound.atLeast(-0.01));
    assertThat(LOG_LOSS.noWorseThanBaseline(0.01).bound()).isEqualTo(Bound.atMost(0.01));
    assertThat(AUC.betterThanBaseline(0.01).bound()).isEqualTo(Bound.atLeast(0.01));
    assertThat(LOG_LOSS.betterThanBaseline(0.01).bound()).isEqualTo(Bound.atMost(-0.01));
  }

  @Test
  void wrongValuesAreRefusedWithWhatIsRight() {
    assertThatThrownBy(() -> EXAMPLE_COUNT.noWorseThanBaseline(1))
        .hasMessageContaining("use changeFromBaseline");
    assertThatThrownBy(() -> AUC.noWorseThanBaseline(-1)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> AUC.betterThanBaseline(-1)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> AUC.atLeast(Double.NaN)).hasMessageContaining("bound");
    assertThatThrownBy(() -> Bound.between(2, 1)).hasMessageContaining("2.0 to 1.0");
    assertThatThrownBy(() -> Evaluation.binary().withDecisionThreshold(1.5))
        .hasMessageContaining("1.5 (expected: a probability");
    assertThatThrownBy(() -> Evaluation.binary().withMinimumSliceSize(0))
        .hasMessageContaining("minimumSliceSize: 0");
    assertThatThrownBy(() -> Evaluation.binary().slice(new String[0]))
        .hasMessageContaining("slice");
    assertThatThrownBy(() -> Evaluation.binary().slice("a", "a")).hasMessageContaining("distinct");
    assertThatThrownBy(() -> new Scope.OneSlice(Slicing.of("a"), List.of()))
        .hasMessageContaining("0 values");
  }

  @Test
  void requirementsReadAsTheyWereWritten() {
    assertThat(AUC.atLeast(0.9)).hasToString("auc >= 0.9");
    assertThat(AUC.noWorseThanBaseline(0.01).onSlice("type", "Cash"))
        .hasToString("auc - baseline >= -0.01 on type=Cash");
    assertThat(LOG_LOSS.atMost(0.3).onEverySlice("type", "hour"))
        .hasToString("log_loss <= 0.3 on every slice of type x hour");
  }
}
