package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.trainer.TrainingData;
import org.junit.jupiter.api.Test;

class RandomForestTest extends TribuoContract {
  @Override
  protected Algorithm algorithm() {
    return new RandomForest().withTrees(9).withMinRowsToSplit(5);
  }

  @Test
  void everyHyperParameterHasAnEffect() throws Exception {
    var data = RandomRows.labelled(300, 1);
    var plain = new RandomForest().withTrees(3);
    var predicted = predicted(plain, data, 1);
    assertThat(predicted(plain.withTrees(4), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain.withMaxDepth(2), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain.withMinRowsToSplit(100), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain.withFeatureShare(0.9), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain, data, 2)).isNotEqualTo(predicted);
  }

  private static double[] predicted(RandomForest algorithm, TrainingData data, long seed)
      throws Exception {
    return algorithm.fit(data, seed).predict(data.features());
  }

  @Test
  void refusesWrongHyperParameters() {
    var plain = new RandomForest();
    assertThatThrownBy(() -> plain.withTrees(1)).hasMessageContaining("trees: 1");
    assertThatThrownBy(() -> plain.withMaxDepth(65)).hasMessageContaining("maxDepth: 65");
    assertThatThrownBy(() -> plain.withMinRowsToSplit(0)).hasMessageContaining("minRowsToSplit: 0");
    assertThatThrownBy(() -> plain.withFeatureShare(1)).hasMessageContaining("featureShare: 1.0");
    assertThatThrownBy(() -> plain.withFeatureShare(0)).hasMessageContaining("featureShare: 0.0");
  }
}
