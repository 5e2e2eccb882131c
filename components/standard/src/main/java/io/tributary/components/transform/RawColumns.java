package io.tributary.components.transform;

import io.tributary.api.Explanation;
import io.tributary.components.schema.NearestNames;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureType;
import io.tributary.proto.tfmd.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a schema says about the columns of the raw examples. Immutable. */
final class RawColumns {
  /** The environment of requests, which lack what is only known afterwards. */
  private static final String SERVING = "SERVING";

  private final Map<String, Feature> features = new LinkedHashMap<>();
  private final List<String> defaultEnvironments;
  private final boolean namesServing;

  RawColumns(Schema schema) {
    schema.getFeatureList().forEach(feature -> features.put(feature.getName(), feature));
    defaultEnvironments = schema.getDefaultEnvironmentList();
    namesServing =
        defaultEnvironments.contains(SERVING)
            || features.values().stream()
                .anyMatch(
                    feature ->
                        feature.getInEnvironmentList().contains(SERVING)
                            || feature.getNotInEnvironmentList().contains(SERVING));
  }

  FeatureType type(String name) {
    var feature = features.get(name);
    return feature == null ? FeatureType.TYPE_UNKNOWN : feature.getType();
  }

  /** What keeps a column from being read as {@code wanted}. */
  Optional<Explanation> problem(String name, FeatureType wanted, boolean asList) {
    var where = "column '" + name + "'";
    var feature = features.get(name);
    if (feature == null) {
      return Optional.of(
          new Explanation(
              where,
              "not in the schema",
              new NearestNames(List.copyOf(features.keySet())).to(name),
              "correct the name"));
    }
    if (feature.getType() != wanted) {
      return Optional.of(
          new Explanation(
              where,
              feature.getType().name(),
              wanted == FeatureType.FLOAT ? "INT or FLOAT" : wanted.name(),
              asList ? remedyOfLists(feature.getType()) : remedy(feature.getType())));
    }
    if (!asList && feature.getValueCount().getMax() > 1) {
      return Optional.of(
          new Explanation(
              where,
              "up to " + feature.getValueCount().getMax() + " values per row",
              "at most one",
              remedyOfLists(wanted)));
    }
    return Optional.empty();
  }

  private static String remedyOfLists(FeatureType actual) {
    return switch (actual) {
      case BYTES -> "use texts(name), for lists";
      case INT -> "use numbers(name) or integers(name), for lists";
      case FLOAT -> "use numbers(name), for lists";
      case TYPE_UNKNOWN, STRUCT -> "use a column of another type, or correct the schema";
    };
  }

  private static String remedy(FeatureType actual) {
    return switch (actual) {
      case BYTES ->
          "use text(name); if it should hold numbers, correct its values: one that is no number,"
              + " or no value at all, makes a column text";
      case INT -> "use number(name) or integer(name)";
      case FLOAT -> "use number(name)";
      case TYPE_UNKNOWN, STRUCT -> "use a column of another type, or correct the schema";
    };
  }

  /**
   * Whether requests lack the column: the schema speaks of an environment SERVING, and the column
   * is not in it.
   */
  boolean isUnknownWhenServing(String name) {
    var feature = features.get(name);
    if (feature == null || !namesServing) {
      return false;
    }
    return feature.getNotInEnvironmentList().contains(SERVING)
        || !(feature.getInEnvironmentList().contains(SERVING)
            || defaultEnvironments.contains(SERVING));
  }
}
