package io.tributary.components.distribution;

import static java.util.Objects.requireNonNull;

import io.tributary.components.schema.FeaturePaths;
import io.tributary.components.schema.SchemaEnvironments;
import io.tributary.components.schema.SchemaPaths;
import io.tributary.components.schema.StatisticsTree;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureComparator;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram.HistogramType;
import io.tributary.proto.tfmd.HistogramSelection;
import io.tributary.proto.tfmd.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the distributions of two datasets by their statistics. Pure: the same statistics give
 * the same verdicts.
 */
public final class DatasetComparison {
  private final Map<List<String>, FeatureNameStatistics> current;
  private final Map<List<String>, FeatureNameStatistics> baseline;
  private final Against against;
  private final Basis basis;
  private final boolean weighted;

  /**
   * A comparison of two datasets.
   *
   * @param against what {@code baseline} is
   * @param basis what of the statistics is compared where there is a choice
   */
  public DatasetComparison(
      DatasetFeatureStatistics current,
      DatasetFeatureStatistics baseline,
      Against against,
      Basis basis) {
    this.current = byPath(current);
    this.baseline = byPath(baseline);
    this.against = requireNonNull(against, "against");
    this.basis = requireNonNull(basis, "basis");
    weighted = StatisticsTree.of(current).weighted();
  }

  private static Map<List<String>, FeatureNameStatistics> byPath(DatasetFeatureStatistics dataset) {
    var features = new LinkedHashMap<List<String>, FeatureNameStatistics>();
    collect(StatisticsTree.of(dataset).roots(), features);
    return features;
  }

  private static void collect(
      List<StatisticsTree.Node> nodes, Map<List<String>, FeatureNameStatistics> features) {
    for (var node : nodes) {
      features.put(node.path(), node.statistics());
      collect(node.children(), features);
    }
  }

  private static boolean hasValues(FeatureNameStatistics statistics) {
    return switch (statistics.getStatsCase()) {
      case NUM_STATS -> statistics.getNumStats().getCommonStats().getNumNonMissing() > 0;
      case STRING_STATS -> statistics.getStringStats().getCommonStats().getNumNonMissing() > 0;
      case BYTES_STATS, STRUCT_STATS -> true;
      case STATS_NOT_SET -> false;
    };
  }

  /**
   * The comparisons that a schema asks for: its drift comparators against previous data, its skew
   * comparators against what is served. As in TensorFlow Data Validation, features are left out
   * that are dormant or have no value in the current data: the validation against the schema
   * reports those.
   *
   * @return in the order of the current features
   */
  public List<Verdict> bySchema(Schema schema) {
    var features = SchemaPaths.all(schema);
    var verdicts = new ArrayList<Verdict>();
    current.forEach(
        (path, statistics) -> {
          var feature = features.get(path);
          if (feature != null && !SchemaEnvironments.isDormant(feature) && hasValues(statistics)) {
            addBySchema(path, feature, verdicts);
          }
        });
    return verdicts;
  }

  private void addBySchema(List<String> path, Feature feature, List<Verdict> verdicts) {
    var comparator = comparator(feature);
    var comparison =
        comparison(
            path,
            isCategorical(feature),
            comparator.getJensenShannonDivergence().getSource().getType()
                    == HistogramSelection.Type.QUANTILES
                ? HistogramType.QUANTILES
                : HistogramType.STANDARD);
    if (comparator.getInfinityNorm().hasThreshold()) {
      verdicts.add(
          judge(comparison, Distance.L_INFINITY, comparator.getInfinityNorm().getThreshold()));
    }
    if (comparator.getNormalizedAbsDifference().hasThreshold()) {
      verdicts.add(
          judge(
              comparison,
              Distance.NORMALIZED_ABSOLUTE_DIFFERENCE,
              comparator.getNormalizedAbsDifference().getThreshold()));
    }
    if (comparator.getJensenShannonDivergence().hasThreshold()) {
      verdicts.add(
          judge(
              comparison,
              Distance.JENSEN_SHANNON,
              comparator.getJensenShannonDivergence().getThreshold()));
    }
  }

  private Verdict judge(FeatureComparison comparison, Distance distance, double threshold) {
    return threshold >= 0 && Double.isFinite(threshold)
        ? comparison.judge(distance, new Limit.AtMost(threshold), basis)
        : comparison.refuse(
            distance,
            new Limit.AtMost(0),
            basis,
            Verdict.Outcome.INAPPLICABLE,
            "the schema has the threshold " + threshold + ", which no distance can keep");
  }

  private FeatureComparator comparator(Feature feature) {
    return switch (against) {
      case PREVIOUS -> feature.getDriftComparator();
      case SERVING -> feature.getSkewComparator();
      case BASELINE -> FeatureComparator.getDefaultInstance();
    };
  }

  private static boolean isCategorical(Feature feature) {
    return feature.hasBoolDomain() || feature.getIntDomain().getIsCategorical();
  }

  private FeatureComparison comparison(
      List<String> path, boolean categorical, HistogramType histograms) {
    return new FeatureComparison(
        path,
        Optional.ofNullable(current.get(path)),
        Optional.ofNullable(baseline.get(path)),
        against,
        categorical,
        weighted,
        histograms);
  }

  /**
   * The comparisons that are named, those of all features last. A comparison of all features leaves
   * out those to which its distance does not apply, those without a value, and those that have a
   * comparison by the same distance of their own.
   *
   * @param schema says which integers are categories
   */
  public List<Verdict> by(List<Comparison> comparisons, Schema schema) {
    var features = SchemaPaths.all(schema);
    var byName = new LinkedHashMap<String, List<String>>();
    features.keySet().forEach(path -> byName.put(FeaturePaths.serialize(path), path));
    baseline.keySet().forEach(path -> byName.put(FeaturePaths.serialize(path), path));
    current.keySet().forEach(path -> byName.put(FeaturePaths.serialize(path), path));
    var verdicts = new ArrayList<Verdict>();
    var named = new HashSet<String>();
    for (var comparison : comparisons) {
      comparison
          .feature()
          .ifPresent(
              name -> {
                named.add(comparison.distance() + " " + name);
                verdicts.add(judge(byName.getOrDefault(name, List.of(name)), comparison, features));
              });
    }
    for (var comparison : comparisons) {
      if (comparison.feature().isEmpty()) {
        current.forEach(
            (path, statistics) -> {
              if (hasValues(statistics)
                  && !named.contains(comparison.distance() + " " + FeaturePaths.serialize(path))) {
                var verdict = judge(path, comparison, features);
                if (verdict.outcome() != Verdict.Outcome.INAPPLICABLE) {
                  verdicts.add(verdict);
                }
              }
            });
      }
    }
    return verdicts;
  }

  private Verdict judge(
      List<String> path, Comparison comparison, Map<List<String>, Feature> features) {
    return comparison(
            path,
            isCategorical(features.getOrDefault(path, Feature.getDefaultInstance())),
            HistogramType.STANDARD)
        .judge(comparison.distance(), comparison.limit(), basis);
  }
}
