package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.DERIVED_FEATURE_BAD_LIFECYCLE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.DERIVED_FEATURE_INVALID_SOURCE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.DOMAIN_INVALID_FOR_TYPE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_TYPE_NOT_PRESENT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SCHEMA_NEW_COLUMN;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.UNEXPECTED_DATA_TYPE;

import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.LifecycleStage;
import io.tributary.proto.tfmd.Schema;
import io.tributary.proto.tfmd.StringDomain;
import java.util.List;
import java.util.Optional;

/**
 * Compares the statistics of one feature with the schema's feature, by the rules of TensorFlow Data
 * Validation. Pure: nothing is changed, what would have to change is part of the result.
 *
 * @param departures everything that was found, in the order of the rules
 * @param feature the feature as the statistics would have it
 * @param sharedDomain the domain that the feature refers to by name, likewise; empty when the
 *     feature (now) refers to none
 */
record FeatureCheck(
    List<Departure> departures, Feature feature, Optional<StringDomain> sharedDomain) {

  /**
   * Checks a feature that both the schema and the statistics have. A feature whose stage of life is
   * dormant (deprecated, planned, ...) has no departures.
   */
  static FeatureCheck of(
      Schema schema, Feature feature, FeatureView view, Optional<String> environment) {
    var revision =
        new FeatureRevision(view.name(), feature, sharedDomain(schema, feature).orElse(null));
    check(schema, view, revision, environment);
    if (!revision.departures().isEmpty()) {
      revision.dropConstraintsWithoutDomain();
    }
    var shared = revision.sharedDomain();
    return new FeatureCheck(
        revision.departures(),
        revision.feature().build(),
        shared == null ? Optional.empty() : Optional.of(shared.build()));
  }

  /** Objections to a feature of a schema that need no statistics. */
  static List<Departure> ofSpecification(Schema schema, Feature feature, String name) {
    var revision = new FeatureRevision(name, feature, sharedDomain(schema, feature).orElse(null));
    SpecificationRules.apply(revision);
    return revision.departures();
  }

  static Optional<StringDomain> sharedDomain(Schema schema, Feature feature) {
    return feature.hasDomain()
        ? SchemaDomains.named(schema.getStringDomainList(), feature.getDomain())
        : Optional.empty();
  }

  private static void check(
      Schema schema, FeatureView view, FeatureRevision revision, Optional<String> environment) {
    if (revision.isDormant()) {
      return;
    }
    SpecificationRules.apply(revision);
    if (revision.isDormant()) {
      return;
    }
    if (view.present() == 0) {
      if (SchemaEnvironments.isRequired(schema, revision.feature().build(), environment)) {
        revision.object(
            FEATURE_TYPE_NOT_PRESENT,
            "Column without values",
            "no example has a value",
            "values, since the schema requires the feature",
            "find out why the source no longer fills it, or make it optional in the schema");
        revision.deprecate();
      }
      return;
    }
    if (!SchemaEnvironments.contains(schema, revision.feature().build(), environment)) {
      checkEnvironment(schema, revision, environment.orElseThrow());
    }
    PresenceRules.apply(view, revision);
    if (view.schemaType() != revision.feature().getType()) {
      revision.object(
          UNEXPECTED_DATA_TYPE,
          "Unexpected data type",
          "data of type " + view.type(),
          "data of type " + revision.feature().getType(),
          "look for values of another kind in the source, or change the type in the schema");
      revision.deprecate();
    }
    if (view.type() == FeatureNameStatistics.Type.BYTES
        && !DomainRules.suitsBytes(revision.feature().getDomainInfoCase())) {
      revision.object(
          DOMAIN_INVALID_FOR_TYPE,
          "Domain does not suit bytes",
          "opaque bytes with a " + DomainRules.name(revision.feature()),
          "no domain, or one of images, natural language or URLs",
          "remove the domain from the schema, or read the column as text");
      revision.dropDomain();
    }
    DomainRules.apply(view, revision);
    PresenceRules.applyUnique(view, revision);
    checkDerivation(view, revision);
  }

  private static void checkDerivation(FeatureView view, FeatureRevision revision) {
    var feature = revision.feature();
    if (view.statistics().hasValidationDerivedSource() && !feature.hasValidationDerivedSource()) {
      revision.object(
          DERIVED_FEATURE_INVALID_SOURCE,
          "Derived, but the schema does not say so",
          "statistics of a feature that was derived for validation",
          "validation_derived_source in the schema",
          "copy it into the schema");
      feature
          .setValidationDerivedSource(view.statistics().getValidationDerivedSource())
          .setLifecycleStage(LifecycleStage.VALIDATION_DERIVED);
    }
    if (feature.hasValidationDerivedSource()
        && feature.getLifecycleStage() != LifecycleStage.VALIDATION_DERIVED
        && !revision.isDormant()) {
      revision.object(
          DERIVED_FEATURE_BAD_LIFECYCLE,
          "Derived, but in another stage of life",
          "lifecycle_stage " + feature.getLifecycleStage() + " with validation_derived_source",
          "lifecycle_stage VALIDATION_DERIVED",
          "set it in the schema");
      feature.setLifecycleStage(LifecycleStage.VALIDATION_DERIVED);
    }
  }

  private static void checkEnvironment(
      Schema schema, FeatureRevision revision, String environment) {
    var feature = revision.feature();
    var others =
        feature.getNotInEnvironmentList().stream()
            .filter(name -> !name.equals(environment))
            .toList();
    feature.clearNotInEnvironment().addAllNotInEnvironment(others);
    if (!SchemaEnvironments.contains(schema, feature.build(), Optional.of(environment))) {
      feature.addInEnvironment(environment);
    }
    revision.object(
        SCHEMA_NEW_COLUMN,
        "Column missing in environment",
        "present in environment " + environment,
        "absent: the schema excludes it from this environment",
        "leave the column out of this data, or add the environment to the feature");
  }
}
