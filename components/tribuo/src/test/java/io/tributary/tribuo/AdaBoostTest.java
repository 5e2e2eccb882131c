package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.trainer.Algorithm;
import org.junit.jupiter.api.Test;

class AdaBoostTest extends TribuoContract {
  @Override
  protected Algorithm algorithm() {
    return new AdaBoost().withRounds(12).withMinRowsToSplit(4);
  }

  @Test
  void everyHyperParameterHasAnEffect() throws Exception {
    var plain = new AdaBoost().withRounds(4);
    assertEffects(plain, plain.withRounds(3), plain.withMaxDepth(1), plain.withMinRowsToSplit(150));
  }

  @Test
  void refusesWrongHyperParameters() {
    var plain = new AdaBoost();
    assertThatThrownBy(() -> plain.withRounds(1)).hasMessageContaining("rounds: 1");
    assertThatThrownBy(() -> plain.withMaxDepth(0)).hasMessageContaining("maxDepth: 0");
  }
}
