package io.tributary.cli.data;

import io.tributary.cli.data.StatisticsFiles.Described;
import io.tributary.components.statistics.page.FeatureSummary;
import java.util.List;

/** Statistics of a dataset, as {@code --json} prints them. */
record StatisticsView(
    String dataset, long examples, double weightedExamples, List<FeatureSummary> features) {
  static StatisticsView of(Described dataset) {
    var statistics = dataset.statistics();
    return new StatisticsView(
        dataset.place(),
        statistics.getNumExamples(),
        statistics.getWeightedNumExamples(),
        statistics.getFeaturesList().stream().map(FeatureSummary::of).toList());
  }
}
