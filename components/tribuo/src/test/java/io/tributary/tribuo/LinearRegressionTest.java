package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.trainer.Algorithm;
import org.junit.jupiter.api.Test;

class LinearRegressionTest extends TribuoContract {
  @Override
  protected Algorithm algorithm() {
    return new LinearRegression();
  }

  @Test
  void everyHyperParameterHasAnEffect() throws Exception {
    var plain = new LinearRegression().withEpochs(20);
    assertEffects(plain, plain.withEpochs(1), plain.withLearningRate(0.01));
  }

  @Test
  void refusesWrongHyperParameters() {
    var plain = new LinearRegression();
    assertThatThrownBy(() -> plain.withEpochs(0)).hasMessageContaining("epochs: 0");
    assertThatThrownBy(() -> plain.withLearningRate(0)).hasMessageContaining("learningRate: 0.0");
  }
}
