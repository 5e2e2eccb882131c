package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.RandomRows;
import org.junit.jupiter.api.Test;

class FactorizationMachineTest extends TribuoContract {
  @Override
  protected Algorithm algorithm() {
    return new FactorizationMachine().withFactors(3);
  }

  @Test
  void everyHyperParameterHasAnEffect() throws Exception {
    var plain = new FactorizationMachine().withEpochs(5);
    assertEffects(
        plain,
        plain.withFactors(2),
        plain.withEpochs(1),
        plain.withLearningRate(0.01),
        plain.withInitialDeviation(0.2));
  }

  @Test
  void refusesABaseOfOtherFactors() throws Exception {
    var data = RandomRows.labelled(50, 1);
    new FactorizationMachine().withFactors(2).fit(data, 1).save(directory);
    assertThatThrownBy(() -> algorithm().fit(data.withBase(directory), 1))
        .hasMessageContaining("base model: 2 factors (expected: 3)");
  }

  @Test
  void refusesWrongHyperParameters() {
    var plain = new FactorizationMachine();
    assertThatThrownBy(() -> plain.withFactors(0)).hasMessageContaining("factors: 0");
    assertThatThrownBy(() -> plain.withInitialDeviation(-1))
        .hasMessageContaining("initialDeviation: -1.0");
    assertThatThrownBy(() -> plain.withEpochs(0)).hasMessageContaining("epochs: 0");
  }
}
