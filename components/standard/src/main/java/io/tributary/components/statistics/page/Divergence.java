package io.tributary.components.statistics.page;

import io.tributary.components.distribution.Against;
import io.tributary.components.distribution.Basis;
import io.tributary.components.distribution.Comparison;
import io.tributary.components.distribution.DatasetComparison;
import io.tributary.components.distribution.Distance;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far the distributions of features of two datasets are apart. */
public final class Divergence {
  private static final List<Comparison> ALL =
      List.of(Comparison.ofAll(Distance.JENSEN_SHANNON).atMost(1));

  private Divergence() {}

  /**
   * The Jensen-Shannon divergence of every feature that both have, over values: from 0 for equal
   * distributions to 1 for disjoint ones. Features of which it cannot be told are left out.
   */
  public static Map<String, Double> byFeature(
      DatasetFeatureStatistics dataset, DatasetFeatureStatistics other) {
    var distances = new LinkedHashMap<String, Double>();
    new DatasetComparison(dataset, other, Against.BASELINE, Basis.VALUES)
        .by(ALL, Schema.getDefaultInstance())
        .forEach(
            verdict -> verdict.value().ifPresent(value -> distances.put(verdict.feature(), value)));
    return distances;
  }
}
