package io.tributary.components.schema;

import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Schema;
import io.tributary.proto.tfmd.SparseFeature;
import io.tributary.proto.tfmd.WeightedFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds and replaces what a schema says of the features at a path, structs included. */
public final class SchemaPaths {
  private SchemaPaths() {}

  /** What a schema says of a feature. */
  public static Optional<Feature> feature(Schema schema, List<String> path) {
    var found = named(schema.getFeatureList(), path.get(0));
    for (var step : path.subList(1, path.size())) {
      found = found.flatMap(parent -> named(parent.getStructDomain().getFeatureList(), step));
    }
    return found;
  }

  private static Optional<Feature> named(List<Feature> features, String name) {
    return features.stream().filter(feature -> feature.getName().equals(name)).findFirst();
  }

  static Optional<SparseFeature> sparse(Schema schema, List<String> path) {
    var name = path.get(path.size() - 1);
    var siblings =
        path.size() == 1
            ? schema.getSparseFeatureList()
            : feature(schema, path.subList(0, path.size() - 1))
                .map(parent -> parent.getStructDomain().getSparseFeatureList())
                .orElse(List.of());
    return siblings.stream().filter(feature -> feature.getName().equals(name)).findFirst();
  }

  /** Weighted features are never in structs. */
  static Optional<WeightedFeature> weighted(Schema schema, List<String> path) {
    return schema.getWeightedFeatureList().stream()
        .filter(feature -> path.equals(List.of(feature.getName())))
        .findFirst();
  }

  /** All features of a schema, a struct before what is in it. */
  public static Map<List<String>, Feature> all(Schema schema) {
    var all = new LinkedHashMap<List<String>, Feature>();
    collect(schema.getFeatureList(), List.of(), all);
    return all;
  }

  private static void collect(
      List<Feature> features, List<String> parent, Map<List<String>, Feature> all) {
    for (var feature : features) {
      var path = new ArrayList<>(parent);
      path.add(feature.getName());
      all.putIfAbsent(List.copyOf(path), feature);
      collect(feature.getStructDomain().getFeatureList(), path, all);
    }
  }

  /** The schema with a feature in place of the one at a path; added if there is none. */
  static Schema with(Schema schema, List<String> path, Feature feature) {
    if (path.size() == 1) {
      var changed = schema.toBuilder();
      int at = indexOf(schema.getFeatureList(), path.get(0));
      return at < 0 ? changed.addFeature(feature).build() : changed.setFeature(at, feature).build();
    }
    return with(schema, parent(path), child(schema, path, feature));
  }

  private static Feature child(Schema schema, List<String> path, Feature feature) {
    var parent = feature(schema, parent(path)).orElseThrow();
    var changed = parent.toBuilder();
    int at = indexOf(parent.getStructDomain().getFeatureList(), path.get(path.size() - 1));
    if (at < 0) {
      changed.getStructDomainBuilder().addFeature(feature);
    } else {
      changed.getStructDomainBuilder().setFeature(at, feature);
    }
    return changed.build();
  }

  private static int indexOf(List<Feature> features, String name) {
    for (int i = 0; i < features.size(); i++) {
      if (features.get(i).getName().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  static Schema with(Schema schema, List<String> path, SparseFeature feature) {
    if (path.size() == 1) {
      int at = schema.getSparseFeatureList().indexOf(sparse(schema, path).orElseThrow());
      return schema.toBuilder().setSparseFeature(at, feature).build();
    }
    var parent = feature(schema, parent(path)).orElseThrow();
    var siblings = parent.getStructDomain().getSparseFeatureList();
    var changed = parent.toBuilder();
    changed
        .getStructDomainBuilder()
        .setSparseFeature(siblings.indexOf(sparse(schema, path).orElseThrow()), feature);
    return with(schema, parent(path), changed.build());
  }

  static Schema with(Schema schema, WeightedFeature feature) {
    var weighted = weighted(schema, List.of(feature.getName())).orElseThrow();
    int at = schema.getWeightedFeatureList().indexOf(weighted);
    return schema.toBuilder().setWeightedFeature(at, feature).build();
  }

  private static List<String> parent(List<String> path) {
    return path.subList(0, path.size() - 1);
  }
}
