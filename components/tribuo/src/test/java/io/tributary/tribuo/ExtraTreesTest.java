package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.trainer.Algorithm;
import org.junit.jupiter.api.Test;

class ExtraTreesTest extends TribuoContract {
  @Override
  protected Algorithm algorithm() {
    return new ExtraTrees()
        .withTrees(30)
        .withMinRowsToSplit(4)
        .withFeatureShare(0.7)
        .withMaxDepth(12);
  }

  @Test
  void everyHyperParameterHasAnEffect() throws Exception {
    var plain = new ExtraTrees().withTrees(3);
    assertEffects(
        plain,
        plain.withTrees(4),
        plain.withMaxDepth(2),
        plain.withMinRowsToSplit(100),
        plain.withFeatureShare(0.9));
  }

  @Test
  void refusesWrongHyperParameters() {
    var plain = new ExtraTrees();
    assertThatThrownBy(() -> plain.withTrees(1)).hasMessageContaining("trees: 1");
    assertThatThrownBy(() -> plain.withMaxDepth(65)).hasMessageContaining("maxDepth: 65");
    assertThatThrownBy(() -> plain.withMinRowsToSplit(1)).hasMessageContaining("minRowsToSplit: 1");
    assertThatThrownBy(() -> plain.withFeatureShare(1)).hasMessageContaining("featureShare: 1.0");
  }
}
