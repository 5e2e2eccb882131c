package io.tributary.components.schema;

import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.FixedShape;
import io.tributary.proto.tfmd.IntDomain;
import io.tributary.proto.tfmd.LifecycleStage;
import io.tributary.proto.tfmd.Schema;
import io.tributary.proto.tfmd.StringDomain;
import io.tributary.proto.tfmd.ValueCount;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Infers a schema from statistics, by the rules of TensorFlow Data Validation: type; presence
 * (required in every example if it never misses); shape if every example has the same number of
 * values, otherwise how many values there are; a boolean domain for 0/1 and for texts such as
 * true/false; an integer domain for texts that are integers; a string domain for texts of few
 * different values.
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
    var schema = Schema.newBuilder();
    for (var feature : topLevel(statistics)) {
      create(view(statistics, feature), inferFeatureShape, schema);
    }
    return schema.build();
  }

  /**
   * A schema changed so that a further dataset does not depart from it: constraints are loosened,
   * columns that are new get features (with value counts, not shapes), required features that the
   * dataset lacks are deprecated.
   */
  public Schema update(Schema schema, DatasetFeatureStatistics statistics) {
    var updated = schema.toBuilder();
    var features = new HashMap<String, Integer>();
    for (int i = 0; i < updated.getFeatureCount(); i++) {
      features.put(updated.getFeature(i).getName(), i);
    }
    var seen = new HashSet<String>();
    for (var feature : topLevel(statistics)) {
      var view = view(statistics, feature);
      var name = stepName(feature);
      seen.add(name);
      var index = features.get(name);
      if (index == null) {
        create(view, false, updated);
      } else {
        revise(view, index, updated);
      }
    }
    deprecateMissing(updated, seen);
    return updated.build();
  }

  private static List<FeatureNameStatistics> topLevel(DatasetFeatureStatistics statistics) {
    return statistics.getFeaturesList().stream()
        .filter(feature -> feature.getPath().getStepCount() <= 1)
        .toList();
  }

  private static String stepName(FeatureNameStatistics feature) {
    return feature.hasPath() ? feature.getPath().getStep(0) : feature.getName();
  }

  private static FeatureView view(
      DatasetFeatureStatistics statistics, FeatureNameStatistics feature) {
    boolean weighted = statistics.getWeightedNumExamples() > 0;
    return new FeatureView(
        feature,
        weighted ? statistics.getWeightedNumExamples() : statistics.getNumExamples(),
        weighted);
  }

  private static void revise(FeatureView view, int index, Schema.Builder schema) {
    var before = schema.getFeature(index);
    var after =
        FeatureCheck.of(
            schema.build(),
            before,
            view.statistics(),
            view.examples(),
            view.weighted(),
            Optional.empty());
    schema.setFeature(index, after.feature());
    for (int i = 0; before.hasDomain() && i < schema.getStringDomainCount(); i++) {
      if (schema.getStringDomain(i).getName().equals(before.getDomain())) {
        int at = i;
        after.sharedDomain().ifPresent(domain -> schema.setStringDomain(at, domain));
      }
    }
  }

  private static void deprecateMissing(Schema.Builder schema, Set<String> seen) {
    var asIs = schema.build();
    for (var feature : schema.getFeatureBuilderList()) {
      if (!seen.contains(feature.getName())
          && SchemaEnvironments.isRequired(asIs, feature.build(), Optional.empty())) {
        feature.setLifecycleStage(LifecycleStage.DEPRECATED);
      }
    }
  }

  private void create(FeatureView view, boolean withShape, Schema.Builder schema) {
    var feature =
        Feature.newBuilder().setName(stepName(view.statistics())).setType(view.schemaType());
    double present = view.present();
    feature.getPresenceBuilder().setMinCount(present < 1 ? 0 : 1);
    if (present > 0) {
      if (view.missing() == 0) {
        feature.getPresenceBuilder().setMinFraction(1);
      }
      if (withShape) {
        inferShape(view, feature);
      }
      if (!feature.hasShape()) {
        inferValueCount(view, feature);
      }
    }
    if (!view.hasInvalidUtf8() && view.type() != FeatureNameStatistics.Type.BYTES) {
      inferDomain(view, feature, schema);
    }
    schema.addFeature(feature);
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
      var domain = StringDomain.newBuilder().setName(newDomainName(view.name(), schema));
      TextDomainRules.addSorted(domain, texts.keySet());
      schema.addStringDomain(domain);
      feature.setDomain(domain.getName());
    }
  }

  /** Whether the rank histogram lists all different texts and not only the frequent ones. */
  private static boolean isComplete(FeatureView view, Map<String, Double> texts) {
    return view.statistics().getStringStats().getUnique() <= texts.size();
  }

  private static String newDomainName(String wanted, Schema.Builder schema) {
    var names = new HashSet<String>();
    schema.getStringDomainList().forEach(domain -> names.add(domain.getName()));
    var name = wanted;
    for (int i = 2; names.contains(name); i++) {
      name = wanted + i;
    }
    return name;
  }
}
