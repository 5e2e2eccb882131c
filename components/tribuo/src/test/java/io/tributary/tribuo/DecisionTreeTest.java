package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.trainer.TrainingData;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTreeTest extends TribuoContract {
  @Override
  protected Algorithm algorithm() {
    return new DecisionTree().withMinRowsToSplit(2).withMaxDepth(12);
  }

  /**
   * The threshold between neighbours is no single-precision number, and rounds to the upper one.
   */
  @Test
  void tellsNeighbouringNumbersApart() throws Exception {
    float low = 1 + Math.ulp(1f);
    float high = Math.nextUp(low);
    var x = new FeatureColumn.Numbers("x", new float[] {low, low, high, high});
    var features = new FeatureMatrix(4, List.of(x));
    var model =
        algorithm().fit(new TrainingData(features, Labels.binary("y", 0, 0, 1, 1), "00"), 1);
    try (var exported = new Exported(model, features)) {
      assertThat(exported.predict(features)).containsExactly(0, 0, 1, 1);
    }
  }

  @Test
  void everyHyperParameterHasAnEffect() throws Exception {
    var data = RandomRows.labelled(500, 1);
    var plain = new DecisionTree().withMinRowsToSplit(20);
    assertThat(nodes(plain.withMaxDepth(2), data)).isLessThan(nodes(plain, data));
    assertThat(nodes(plain.withMinRowsToSplit(200), data)).isLessThan(nodes(plain, data));
    assertThat(plain.withMaxDepth(2).fit(data, 1).describe().hyperParameters())
        .containsEntry("max_depth", 2)
        .containsEntry("min_rows_to_split", 20);
  }

  private static int nodes(DecisionTree algorithm, TrainingData data) throws Exception {
    return (Integer) algorithm.fit(data, 1).describe().fitted().getOrDefault("nodes", 0);
  }

  @Test
  void refusesWrongHyperParameters() {
    var plain = new DecisionTree();
    assertThatThrownBy(() -> plain.withMaxDepth(0))
        .hasMessageContaining("maxDepth: 0 (expected: 1 to 64)");
    assertThatThrownBy(() -> plain.withMinRowsToSplit(1))
        .hasMessageContaining("minRowsToSplit: 1 (expected: >= 2)");
  }
}
