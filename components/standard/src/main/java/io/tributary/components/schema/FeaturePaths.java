package io.tributary.components.schema;

import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Paths of features: of those of a schema, of those of statistics, and as one string. */
public final class FeaturePaths {
  private FeaturePaths() {}

  /** The features of a schema, those in structs included, by their paths, in its order. */
  public static Map<List<String>, Feature> index(Schema schema) {
    var index = new LinkedHashMap<List<String>, Feature>();
    index(schema.getFeatureList(), List.of(), index);
    return Collections.unmodifiableMap(index);
  }

  private static void index(
      List<Feature> features, List<String> parent, Map<List<String>, Feature> index) {
    for (var feature : features) {
      var path = new ArrayList<>(parent);
      path.add(feature.getName());
      index.put(List.copyOf(path), feature);
      index(feature.getStructDomain().getFeatureList(), path, index);
    }
  }

  /** The path of the feature that statistics describe. */
  public static List<String> of(FeatureNameStatistics feature) {
    return feature.hasPath()
        ? List.copyOf(feature.getPath().getStepList())
        : List.of(feature.getName());
  }

  /** The statistics that a feature of any type has. */
  public static CommonStatistics common(FeatureNameStatistics feature) {
    return switch (feature.getStatsCase()) {
      case NUM_STATS -> feature.getNumStats().getCommonStats();
      case STRING_STATS -> feature.getStringStats().getCommonStats();
      case BYTES_STATS -> feature.getBytesStats().getCommonStats();
      case STRUCT_STATS -> feature.getStructStats().getCommonStats();
      case STATS_NOT_SET -> CommonStatistics.getDefaultInstance();
    };
  }

  /**
   * In TFDV's notation: the steps joined by dots; a step with a dot, quote or bracket of its own is
   * quoted, unless it is wholly in brackets.
   */
  public static String serialize(List<String> steps) {
    var path = new StringBuilder();
    for (var step : steps) {
      if (!path.isEmpty()) {
        path.append('.');
      }
      path.append(isPlain(step) ? step : "'" + step.replace("'", "''") + "'");
    }
    return path.toString();
  }

  private static boolean isPlain(String step) {
    if (step.isEmpty()) {
      return false;
    }
    boolean bracketed = step.length() >= 2 && step.startsWith("(") && step.endsWith(")");
    for (int i = bracketed ? 1 : 0; i < (bracketed ? step.length() - 1 : step.length()); i++) {
      char c = step.charAt(i);
      if (c == '(' || c == ')' || (!bracketed && (c == '.' || c == '\''))) {
        return false;
      }
    }
    return true;
  }
}
