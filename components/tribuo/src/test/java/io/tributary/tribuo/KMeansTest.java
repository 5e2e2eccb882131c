package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.transform.Task;
import org.junit.jupiter.api.Test;

class KMeansTest extends TribuoContract {
  @Override
  protected Algorithm algorithm() {
    return new KMeans();
  }

  @Test
  void everyHyperParameterHasAnEffect() throws Exception {
    var plain = new KMeans();
    assertEffects(plain, plain.withClusters(3), plain.withIterations(1));
  }

  @Test
  void refusesMoreClustersThanRows() {
    assertThatThrownBy(() -> algorithm().fit(RandomRows.labelled(Task.CLUSTERING, 7, 1), 1))
        .hasMessageContaining("clusters: 8 (expected: at most 7, as many as there are rows)");
  }

  @Test
  void refusesWrongHyperParameters() {
    var plain = new KMeans();
    assertThatThrownBy(() -> plain.withClusters(0)).hasMessageContaining("clusters: 0");
    assertThatThrownBy(() -> plain.withIterations(0)).hasMessageContaining("iterations: 0");
  }
}
