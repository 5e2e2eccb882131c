package io.tributary.components.schema;

import static java.util.Objects.requireNonNull;

import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The statistics of a dataset, features of structs below their structs. Where all features are
 * named and none has a path, {@code a.b} is below {@code a} if {@code a} is a struct.
 *
 * @param roots features that are below no other, in the order of the statistics
 * @param paths of all features with statistics
 * @param examples number of examples; their weight, if weighted
 * @param weighted whether all features have weighted figures, which then count
 */
public record StatisticsTree(
    List<Node> roots, Set<List<String>> paths, double examples, boolean weighted) {

  /**
   * A feature.
   *
   * @param children the features of a struct, in the order of their paths
   */
  public record Node(List<String> path, FeatureNameStatistics statistics, List<Node> children) {
    public Node {
      path = List.copyOf(path);
      requireNonNull(statistics, "statistics");
      children = List.copyOf(children);
    }
  }

  public StatisticsTree {
    roots = List.copyOf(roots);
    paths = Set.copyOf(paths);
  }

  /** The tree of statistics. Features without any figure count as absent. */
  public static StatisticsTree of(DatasetFeatureStatistics statistics) {
    var features = byPath(statistics);
    var children = new LinkedHashMap<List<String>, List<List<String>>>();
    var roots = new ArrayList<List<String>>();
    for (var path : features.keySet()) {
      var parent = path.subList(0, path.size() - 1);
      if (features.containsKey(parent)) {
        children.computeIfAbsent(parent, ignored -> new ArrayList<>()).add(path);
      } else {
        roots.add(path);
      }
    }
    boolean weighted = isWeighted(statistics, features);
    return new StatisticsTree(
        roots.stream().map(path -> node(path, features, children)).toList(),
        features.keySet(),
        weighted ? statistics.getWeightedNumExamples() : statistics.getNumExamples(),
        weighted);
  }

  private static Node node(
      List<String> path,
      Map<List<String>, FeatureNameStatistics> features,
      Map<List<String>, List<List<String>>> children) {
    var below =
        children.getOrDefault(path, List.of()).stream()
            .sorted(Comparator.comparing(child -> child.get(child.size() - 1)))
            .map(child -> node(child, features, children))
            .toList();
    return new Node(path, requireNonNull(features.get(path)), below);
  }

  private static Map<List<String>, FeatureNameStatistics> byPath(
      DatasetFeatureStatistics statistics) {
    var all = statistics.getFeaturesList().stream().filter(feature -> !isEmpty(feature)).toList();
    boolean named = all.stream().noneMatch(FeatureNameStatistics::hasPath);
    var structs =
        all.stream()
            .filter(feature -> named && feature.getType() == FeatureNameStatistics.Type.STRUCT)
            .map(FeatureNameStatistics::getName)
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    var byPath = new LinkedHashMap<List<String>, FeatureNameStatistics>();
    for (var feature : all) {
      byPath.put(
          feature.hasPath()
              ? List.copyOf(feature.getPath().getStepList())
              : steps(feature.getName(), structs),
          feature);
    }
    return byPath;
  }

  private static List<String> steps(String name, List<String> structs) {
    for (var struct : structs) {
      if (name.startsWith(struct + ".")) {
        var steps = new ArrayList<>(steps(struct, structs));
        steps.add(name.substring(struct.length() + 1));
        return List.copyOf(steps);
      }
    }
    return List.of(name);
  }

  private static boolean isEmpty(FeatureNameStatistics feature) {
    return feature.getStatsCase() == FeatureNameStatistics.StatsCase.STATS_NOT_SET
        && feature.getCustomStatsCount() == 0;
  }

  private static boolean isWeighted(
      DatasetFeatureStatistics statistics, Map<List<String>, FeatureNameStatistics> features) {
    return statistics.getWeightedNumExamples() != 0
        && features.values().stream()
            .filter(
                feature -> feature.getStatsCase() != FeatureNameStatistics.StatsCase.STATS_NOT_SET)
            .map(FeatureView::common)
            .allMatch(StatisticsTree::isWeighted);
  }

  private static boolean isWeighted(CommonStatistics common) {
    return common.hasWeightedCommonStats()
        && common.getPresenceAndValencyStatsCount()
            == common.getWeightedPresenceAndValencyStatsCount();
  }

  FeatureView view(Node node) {
    return new FeatureView(node.path(), node.statistics(), examples, weighted);
  }
}
