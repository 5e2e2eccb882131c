package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.SCHEMA_MISSING_COLUMN;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SCHEMA_NEW_COLUMN;
import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.LifecycleStage;
import io.tributary.proto.tfmd.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the statistics of one feature, or their absence, mean for a schema: a feature, a sparse or a
 * weighted one. Pure: the given schema is not changed.
 *
 * @param departures everything that was found, in the order of the rules; empty if all is well
 * @param schema the given one, changed so that it accepts the statistics; the same if all is well
 * @param descends whether the features below a struct are still to be observed
 */
public record SchemaObservation(List<Departure> departures, Schema schema, boolean descends) {
  private static final String COMPOSITE_REMEDY =
      "describe it in the schema as sparse_feature or weighted_feature, or drop it at the source";

  public SchemaObservation {
    departures = List.copyOf(departures);
    requireNonNull(schema, "schema");
  }

  /** Observes a feature that the statistics have. */
  public static SchemaObservation of(
      Schema schema,
      StatisticsTree statistics,
      StatisticsTree.Node node,
      Optional<String> environment) {
    var path = node.path();
    var view = statistics.view(node);
    var feature = SchemaPaths.feature(schema, path);
    var weighted = SchemaPaths.weighted(schema, path);
    var sparse = SchemaPaths.sparse(schema, path);
    if (weighted.isPresent() && !SchemaEnvironments.isDormant(weighted.get())) {
      return weighted(schema, view, feature.isPresent() || sparse.isPresent());
    }
    if (sparse.isPresent() && !SchemaEnvironments.isDormant(sparse.get())) {
      return sparse(schema, view);
    }
    if (feature.isPresent()) {
      return described(schema, view, feature.get(), environment);
    }
    if (weighted.isPresent() || sparse.isPresent()) {
      return new SchemaObservation(List.of(), schema, false);
    }
    return created(schema, statistics, node);
  }

  private static SchemaObservation weighted(Schema schema, FeatureView view, boolean collides) {
    var departures =
        collides
            ? List.of(CompositeRules.weightedCollision(view))
            : CompositeRules.ofWeighted(view);
    if (departures.isEmpty()) {
      return new SchemaObservation(departures, schema, false);
    }
    var deprecated =
        SchemaPaths.weighted(schema, view.path()).orElseThrow().toBuilder()
            .setLifecycleStage(LifecycleStage.DEPRECATED)
            .build();
    var accepting = SchemaPaths.with(schema, deprecated);
    if (collides) {
      accepting = withoutSparse(withoutFeature(accepting, view), view);
    }
    return new SchemaObservation(departures, accepting, false);
  }

  private static SchemaObservation sparse(Schema schema, FeatureView view) {
    boolean collides =
        SchemaPaths.feature(schema, view.path())
            .filter(feature -> !SchemaEnvironments.isDormant(feature))
            .isPresent();
    var departures =
        collides ? List.of(CompositeRules.sparseCollision(view)) : CompositeRules.ofSparse(view);
    if (departures.isEmpty()) {
      return new SchemaObservation(departures, schema, false);
    }
    var accepting = withoutSparse(schema, view);
    return new SchemaObservation(
        departures, collides ? withoutFeature(accepting, view) : accepting, false);
  }

  private static Schema withoutFeature(Schema schema, FeatureView view) {
    return SchemaPaths.feature(schema, view.path())
        .map(feature -> SchemaPaths.with(schema, view.path(), deprecated(feature)))
        .orElse(schema);
  }

  private static Schema withoutSparse(Schema schema, FeatureView view) {
    return SchemaPaths.sparse(schema, view.path())
        .map(
            sparse ->
                SchemaPaths.with(
                    schema,
                    view.path(),
                    sparse.toBuilder().setLifecycleStage(LifecycleStage.DEPRECATED).build()))
        .orElse(schema);
  }

  private static Feature deprecated(Feature feature) {
    return feature.toBuilder().setLifecycleStage(LifecycleStage.DEPRECATED).build();
  }

  private static SchemaObservation described(
      Schema schema, FeatureView view, Feature before, Optional<String> environment) {
    var check = FeatureCheck.of(schema, before, view, environment);
    boolean descends = !SchemaEnvironments.isDormant(check.feature());
    if (check.departures().isEmpty()) {
      return new SchemaObservation(List.of(), schema, descends);
    }
    var after = SchemaPaths.with(schema, view.path(), check.feature()).toBuilder();
    for (int i = 0; before.hasDomain() && i < after.getStringDomainCount(); i++) {
      if (after.getStringDomain(i).getName().equals(before.getDomain())) {
        int at = i;
        check.sharedDomain().ifPresent(domain -> after.setStringDomain(at, domain));
        break;
      }
    }
    return new SchemaObservation(check.departures(), after.build(), descends);
  }

  private static SchemaObservation created(
      Schema schema, StatisticsTree statistics, StatisticsTree.Node node) {
    var view = statistics.view(node);
    var departure =
        new Departure(
            SCHEMA_NEW_COLUMN,
            "New column",
            new Explanation(
                where(node.path()),
                view.hasValues()
                    ? "a column of type " + view.type() + " that the schema does not have"
                    : "statistics of a composite that the schema does not have",
                "only columns of the schema",
                view.hasValues()
                    ? "add the feature to the schema, or drop the column at the source"
                    : COMPOSITE_REMEDY));
    boolean addable =
        node.path().size() == 1
            || SchemaPaths.feature(schema, node.path().subList(0, node.path().size() - 1))
                .isPresent();
    return new SchemaObservation(
        List.of(departure),
        addable ? SchemaInference.DEFAULT.add(schema, statistics, node, false) : schema,
        false);
  }

  /** Observes that the statistics lack a feature. */
  public static SchemaObservation missing(Schema schema, List<String> path) {
    var feature = SchemaPaths.feature(schema, path).orElseThrow();
    var departure =
        new Departure(
            SCHEMA_MISSING_COLUMN,
            "Column missing",
            new Explanation(
                where(path),
                "no such column in the data",
                "a column of type " + feature.getType(),
                "bring the column back, or deprecate the feature, make it optional, or exclude it from this environment"));
    return new SchemaObservation(
        List.of(departure), SchemaPaths.with(schema, path, deprecated(feature)), false);
  }

  /** Required features that the statistics lack, in the order of the schema. */
  public static List<List<String>> missingPaths(
      Schema schema, StatisticsTree statistics, Optional<String> environment) {
    var missing = new ArrayList<List<String>>();
    var all = SchemaPaths.all(schema);
    all.forEach(
        (path, feature) -> {
          boolean belowDormant = false;
          for (int length = 1; length < path.size(); length++) {
            belowDormant |=
                SchemaEnvironments.isDormant(requireNonNull(all.get(path.subList(0, length))));
          }
          if (!belowDormant
              && !statistics.paths().contains(path)
              && SchemaEnvironments.isRequired(schema, feature, environment)) {
            missing.add(path);
          }
        });
    return missing;
  }

  /** Whether it found something of a type. */
  public boolean has(AnomalyInfo.Type type) {
    return departures.stream().anyMatch(departure -> departure.type() == type);
  }

  private static String where(List<String> path) {
    return "feature '" + FeaturePaths.serialize(path) + "'";
  }
}
