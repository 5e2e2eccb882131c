package io.tributary.components.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureMatrixTest {
  private static final FeatureMatrix MATRIX =
      new FeatureMatrix(
          5,
          List.of(
              new FeatureColumn.Numbers("x", new float[] {0, 1, 2, 3, 4}),
              new FeatureColumn.Ids("c", 3, new int[] {0, 1, 2, -1, 0})));

  @Test
  void samplesEvenly() {
    var sample = MATRIX.sample(2);
    assertThat(sample.rows()).isEqualTo(2);
    assertThat(((FeatureColumn.Numbers) sample.columns().get(0)).values()).containsExactly(0, 2);
    var ids = (FeatureColumn.Ids) sample.columns().get(1);
    assertThat(ids.values()).containsExactly(0, 2);
    assertThat(ids.size()).isEqualTo(3);
    assertThat(MATRIX.sample(5)).isSameAs(MATRIX);
  }

  @Test
  void countsNumbersOnceAndEveryId() {
    assertThat(MATRIX.width()).isEqualTo(4);
  }

  @Test
  void refusesColumnsThatDoNotFit() {
    var x = new FeatureColumn.Numbers("x", new float[2]);
    assertThatThrownBy(() -> new FeatureMatrix(3, List.of(x)))
        .hasMessageContaining("feature 'x': 2 rows (expected: 3)");
    assertThatThrownBy(() -> new FeatureMatrix(2, List.of(x, x)))
        .hasMessageContaining("feature 'x': given twice");
    assertThatThrownBy(() -> new FeatureColumn.Ids("c", 0, new int[0]))
        .hasMessageContaining("size: 0 (expected: 1 to 16777216)");
  }

  @Test
  void labelsHaveAsManyRowsAsFeatures() {
    assertThatThrownBy(() -> new TrainingData(MATRIX, Labels.binary("y", new float[4]), "0"))
        .hasMessageContaining("labels [y]: 4 rows (expected: 5");
  }

  @Test
  void descriptionsHoldPlainValuesOnly() {
    assertThatThrownBy(() -> new ModelDescription("a", "b", Map.of("c", List.of()), Map.of()))
        .hasMessageContaining("hyperParameters[c]");
  }
}
