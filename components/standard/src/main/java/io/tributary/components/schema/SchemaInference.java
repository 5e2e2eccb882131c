package io.tributary.components.schema;

import io.tributary.api.ExecutionFailure;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.FixedShape;
import io.tributary.proto.tfmd.IntDomain;
import io.tributary.proto.tfmd.LifecycleStage;
import io.tributary.proto.tfmd.Schema;
import io.tributary.proto.tfmd.StringDomain;
import io.tributary.proto.tfmd.ValueCount;
import java.util.Map;
import java.util.Optional;

/**
 * Infers a schema from statistics, by the rules of TensorFlow Data Validation: type; presence
 * (required in every example if it never misses); shape if every example has the same number of
 * values, otherwise how many values there are; a boolean domain for 0/1 and for texts such as
 * true/false; an integer domain for texts that are integers; a string domain for texts of few
 * different values; the domain that the statistics suggest, if they do (images, URLs, language). A
 * struct has its features below it.
 *
 * @param inferFeatureShape whether to give shapes; if not, value counts instead
 * @param maxStringDomainSize up to how many different texts make a domain
 */
public record SchemaInference(boolean inferFeatureShape, int maxStringDomainSize) {
  /** TFDV's defaults: shapes, and domains of up to 100 texts. */
  public static final SchemaInference DEFAULT = new SchemaInference(true, 100);

  public SchemaInference {
    if (maxStringDomainSize < 0 || maxStringDomainSize > 1000) {
      throw new IllegalArgumentException(
          "parameter 'maxStringDomainSize': "
              + maxStringDomainSize
              + " (expected: 0 to 1000); statistics list no more than 1000 texts of a column");
    }
  }

  /** The schema that the statistics of a dataset suggest. */
  public Schema infer(DatasetFeatureStatistics statistics) {
    var tree = StatisticsTree.of(statistics);
    var schema = Schema.newBuilder();
    for (var node : tree.roots()) {
      create(tree, node, inferFeatureShape, schema).ifPresent(schema::addFeature);
    }
    return schema.build();
  }

  /**
   * A schema changed so that a further dataset does not depart from it: constraints are loosened,
   * columns that are new get features (with value counts, not shapes), required features that the
   * dataset lacks are deprecated. Unlike TFDV, bounds on the number of examples give way, too.
   *
   * @throws ExecutionFailure with code FAILED_PRECONDITION if the schema is frozen and would change
   */
  public Schema update(Schema schema, DatasetFeatureStatistics statistics) {
    if (statistics.getNumExamples() == 0) {
      return schema;
    }
    var updated = loosened(schema, statistics);
    FrozenSchema.refuse("schema to update", schema, updated);
    return updated;
  }

  private Schema loosened(Schema schema, DatasetFeatureStatistics statistics) {
    var tree = StatisticsTree.of(statistics);
    var updated = schema;
    for (var node : tree.roots()) {
      updated = update(updated, tree, node);
    }
    for (var path : SchemaObservation.missingPaths(updated, tree, Optional.empty())) {
      updated = SchemaObservation.missing(updated, path).schema();
    }
    return DatasetObservation.of(updated, tree.examples(), Optional.empty(), Optional.empty())
        .schema();
  }

  private Schema update(Schema schema, StatisticsTree statistics, StatisticsTree.Node node) {
    var observed = SchemaObservation.of(schema, statistics, node, Optional.empty());
    if (observed.has(AnomalyInfo.Type.SCHEMA_NEW_COLUMN)) {
      return add(schema, statistics, node, false);
    }
    var updated = observed.schema();
    if (observed.descends()) {
      for (var child : node.children()) {
        updated = update(updated, statistics, child);
      }
    }
    return updated;
  }

  /**
   * The schema with a new feature and, of a struct, what is in it. Statistics of composites suggest
   * nothing.
   */
  Schema add(Schema schema, StatisticsTree statistics, StatisticsTree.Node node, boolean shapes) {
    var domains = schema.toBuilder();
    var feature = create(statistics, node, shapes, domains);
    return feature.isEmpty()
        ? schema
        : SchemaPaths.with(domains.build(), node.path(), feature.get());
  }

  private Optional<Feature> create(
      StatisticsTree statistics, StatisticsTree.Node node, boolean shapes, Schema.Builder schema) {
    var view = statistics.view(node);
    if (!view.hasValues()) {
      return Optional.empty();
    }
    var feature =
        Feature.newBuilder()
            .setName(node.path().get(node.path().size() - 1))
            .setType(view.schemaType());
    double present = view.present();
    feature.getPresenceBuilder().setMinCount(present < 1 ? 0 : 1);
    if (present > 0) {
      if (view.missing() == 0) {
        feature.getPresenceBuilder().setMinFraction(1);
      }
      if (shapes) {
        inferShape(view, feature);
      }
      if (!feature.hasShape()) {
        inferValueCount(view, feature);
      }
    }
    if (view.statistics().hasValidationDerivedSource()) {
      feature
          .setValidationDerivedSource(view.statistics().getValidationDerivedSource())
          .setLifecycleStage(LifecycleStage.VALIDATION_DERIVED);
    }
    inferDomain(view, feature, schema);
    for (var child : node.children()) {
      create(statistics, child, shapes, schema)
          .ifPresent(feature.getStructDomainBuilder()::addFeature);
    }
    return Optional.of(feature.build());
  }

  private static void inferShape(FeatureView view, Feature.Builder feature) {
    if (view.type() == FeatureNameStatistics.Type.STRUCT) {
      return;
    }
    var shape = FixedShape.newBuilder();
    for (var level : view.levels()) {
      if (level.missing() != 0 || level.min() != level.max() || level.min() == 0) {
        return;
      }
      shape.addDimBuilder().setSize(level.min());
    }
    feature.setShape(shape);
  }

  static void inferValueCount(FeatureView view, Feature.Builder feature) {
    var levels = view.levels();
    if (levels.size() > 1) {
      var counts = feature.getValueCountsBuilder();
      for (var level : levels) {
        counts.addValueCount(level.min() > 0 ? valueCount(level) : ValueCount.getDefaultInstance());
      }
    } else if (levels.get(0).min() > 0) {
      feature.setValueCount(valueCount(levels.get(0)));
    }
  }

  private static ValueCount valueCount(FeatureView.Level level) {
    return level.min() == level.max()
        ? ValueCount.newBuilder().setMin(level.min()).setMax(level.max()).build()
        : ValueCount.newBuilder().setMin(1).build();
  }

  private void inferDomain(FeatureView view, Feature.Builder feature, Schema.Builder schema) {
    var suggested = SemanticRules.suggestedDomain(view);
    if (suggested.isPresent()) {
      feature.mergeFrom(suggested.get());
      return;
    }
    if (view.hasInvalidUtf8() || view.type() == FeatureNameStatistics.Type.BYTES) {
      return;
    }
    var bool = BoolDomainRules.infer(view);
    if (bool.isPresent()) {
      feature.setBoolDomain(bool.get());
      return;
    }
    var texts = view.texts();
    if (view.type() != FeatureNameStatistics.Type.STRING || texts.isEmpty()) {
      return;
    }
    if (texts.keySet().stream().allMatch(text -> TextNumbers.integer(text).isPresent())) {
      feature.setIntDomain(IntDomain.getDefaultInstance());
    } else if (texts.size() <= maxStringDomainSize && isComplete(view, texts)) {
      var domain =
          StringDomain.newBuilder()
              .setName(SchemaDomains.newName(view.name(), schema.getStringDomainList()));
      TextDomainRules.addSorted(domain, texts.keySet());
      schema.addStringDomain(domain);
      feature.setDomain(domain.getName());
    }
  }

  /** Whether the rank histogram lists all different texts and not only the frequent ones. */
  private static boolean isComplete(FeatureView view, Map<String, Double> texts) {
    return view.statistics().getStringStats().getUnique() <= texts.size();
  }
}
