package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.transform.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tribuo.classification.ensemble.AdaBoostTrainer;

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

  @ParameterizedTest
  @EnumSource(names = {"BINARY_CLASSIFICATION", "MULTICLASS_CLASSIFICATION"})
  void isTribuosIfAllRowsWeighTheSame(Task task) throws Exception {
    var data = RandomRows.labelled(task, 400, 90);
    TribuoLog.warningsOnly();
    var dataset = MatrixDataset.classes(data);
    var tree = new Cart(3, 4.0 / 400, Cart.ALL_FEATURES, false);
    var peer = new AdaBoostTrainer(tree.classifier(dataset.layout(), 1), 12, 1).train(dataset);
    assertThat(algorithm().fit(data, 1).predict(data.features()))
        .containsExactly(
            NativeModel.classifier(peer, dataset.layout(), MatrixDataset.predictedNames(data))
                .predict(data.features()),
            within(1e-6));
  }
}
