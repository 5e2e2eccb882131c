package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.trainer.Algorithm;
import org.junit.jupiter.api.Test;

class LibLinearTest extends TribuoContract {
  @Override
  protected Algorithm algorithm() {
    return new LibLinear();
  }

  @Test
  void everyHyperParameterHasAnEffect() throws Exception {
    var plain = new LibLinear();
    assertEffects(plain, plain.withCost(0.01), plain.withMaxIterations(1));
  }

  @Test
  void refusesWrongHyperParameters() {
    var plain = new LibLinear();
    assertThatThrownBy(() -> plain.withCost(0)).hasMessageContaining("cost: 0.0");
    assertThatThrownBy(() -> plain.withMaxIterations(0)).hasMessageContaining("maxIterations: 0");
  }
}
