package io.tributary.components.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricTest {
  @Test
  void figuresHaveFourDecimalsAndCountsGroupsOfDigits() {
    assertThat(Metric.AUC.text(0.94062)).isEqualTo("0.9406");
    assertThat(Metric.AUC.text(-0.00001)).isEqualTo("0.0000");
    assertThat(Metric.EXAMPLE_COUNT.text(12345)).isEqualTo("12,345");
  }

  @Test
  void changesHaveASignAndAreNeverRoundedToNothing() {
    assertThat(Metric.AUC.change(0.0012)).isEqualTo("+0.0012");
    assertThat(Metric.AUC.change(-0.0012)).isEqualTo("-0.0012");
    assertThat(Metric.AUC.change(-0.00002)).isEqualTo("-2e-05");
    assertThat(Metric.AUC.change(0.00002)).isEqualTo("+2e-05");
    assertThat(Metric.AUC.change(0)).isEqualTo("0.0000");
    assertThat(Metric.TRUE_POSITIVES.change(1200)).isEqualTo("+1,200");
  }
}
