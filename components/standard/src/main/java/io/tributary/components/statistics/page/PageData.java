package io.tributary.components.statistics.page;

import io.tributary.components.statistics.page.StatisticsPage.Named;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the page's scripts read: every dataset and slice, and of every feature what each says. */
record PageData(List<Named> sides) {
  /**
   * How many distances are computed at most. Beyond it slices are compared with the first dataset
   * and their namesakes only, not each with each.
   */
  private static final long MOST_DISTANCES = 20_000;

  Map<String, Object> toMap() {
    var datasets = new ArrayList<DatasetFeatureStatistics>();
    var described = new ArrayList<Map<String, Object>>();
    for (int side = 0; side < sides.size(); side++) {
      var list = sides.get(side).statistics().getDatasetsList();
      for (var dataset : list) {
        datasets.add(dataset);
        described.add(describe(side, list.size() == 1 ? "" : dataset.getName(), dataset));
      }
    }
    var page = new LinkedHashMap<String, Object>();
    page.put("sides", sides.stream().map(Named::name).toList());
    page.put("datasets", described);
    page.put("features", features(datasets));
    return page;
  }

  private static Map<String, Object> describe(
      int side, String slice, DatasetFeatureStatistics dataset) {
    var described = new LinkedHashMap<String, Object>();
    described.put("side", side);
    described.put("slice", slice);
    described.put("examples", dataset.getNumExamples());
    described.put("weighted", FeatureData.number(dataset.getWeightedNumExamples()));
    return described;
  }

  private static List<Map<String, Object>> features(List<DatasetFeatureStatistics> datasets) {
    var byName = new LinkedHashMap<String, @Nullable FeatureNameStatistics[]>();
    for (int i = 0; i < datasets.size(); i++) {
      for (var feature : datasets.get(i).getFeaturesList()) {
        byName
                .computeIfAbsent(
                    FeatureSummary.name(feature),
                    name -> new @Nullable FeatureNameStatistics[datasets.size()])[i] =
            feature;
      }
    }
    var distances = distances(datasets, byName.size());
    var features = new ArrayList<Map<String, Object>>(byName.size());
    byName.forEach(
        (name, of) -> {
          var feature = new LinkedHashMap<String, Object>();
          feature.put("name", name);
          var stats = new ArrayList<@Nullable Object>(of.length);
          for (var statistics : of) {
            stats.add(statistics == null ? null : new FeatureData(statistics).toMap());
          }
          feature.put("stats", stats);
          feature.put("distances", distances.getOrDefault(name, Map.of()));
          features.add(feature);
        });
    return features;
  }

  /** By the name of the feature, and by the two datasets. */
  private static Map<String, Map<String, Object>> distances(
      List<DatasetFeatureStatistics> datasets, int features) {
    int count = datasets.size();
    boolean eachWithEach = (long) features * count * (count - 1) / 2 <= MOST_DISTANCES;
    var distances = new HashMap<String, Map<String, Object>>();
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        if (eachWithEach || i == 0 || datasets.get(i).getName().equals(datasets.get(j).getName())) {
          var pair = i + "-" + j;
          Divergence.byFeature(datasets.get(i), datasets.get(j))
              .forEach(
                  (name, distance) ->
                      distances
                          .computeIfAbsent(name, unknown -> new LinkedHashMap<>())
                          .put(pair, distance));
        }
      }
    }
    return distances;
  }
}
