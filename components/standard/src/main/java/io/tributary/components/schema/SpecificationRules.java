package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.DOMAIN_INVALID_FOR_TYPE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_MISSING_NAME;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_MISSING_TYPE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.INVALID_DOMAIN_SPECIFICATION;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.INVALID_SCHEMA_SPECIFICATION;

import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureType;
import io.tributary.proto.tfmd.StringDomain;
import io.tributary.proto.tfmd.ValueCount;
import java.util.LinkedHashSet;
import java.util.Set;

/** Whether what a schema says of a feature makes sense, whatever the data. */
final class SpecificationRules {
  private static final String SUMMARY = "Schema makes no sense";
  private static final String REMEDY = "correct the schema";

  private SpecificationRules() {}

  static void apply(FeatureRevision revision) {
    if (revision.isDormant()) {
      return;
    }
    var feature = revision.feature();
    if (!feature.hasName()) {
      revision.object(
          FEATURE_MISSING_NAME, SUMMARY, "no name", "a name", "name the feature in the schema");
      revision.deprecate();
      return;
    }
    if (!hasType(revision)) {
      return;
    }
    checkPresence(revision);
    checkValueCounts(revision);
    checkDomain(revision);
  }

  private static boolean hasType(FeatureRevision revision) {
    var feature = revision.feature();
    if (feature.hasType()) {
      return true;
    }
    revision.object(
        FEATURE_MISSING_TYPE, SUMMARY, "no type", "INT, FLOAT, BYTES or STRUCT", REMEDY);
    if (feature.hasDomain() || feature.hasStringDomain()) {
      feature.setType(FeatureType.BYTES);
      return true;
    }
    revision.deprecate();
    return false;
  }

  private static void checkPresence(FeatureRevision revision) {
    if (!revision.feature().hasPresence()) {
      return;
    }
    var presence = revision.feature().getPresenceBuilder();
    double fraction = presence.getMinFraction();
    if (fraction < 0 || fraction > 1 || Double.isNaN(fraction)) {
      object(revision, "presence.min_fraction " + fraction, "0 to 1");
      if (fraction > 1) {
        presence.setMinFraction(1);
      } else {
        presence.clearMinFraction();
      }
    }
  }

  private static void checkValueCounts(FeatureRevision revision) {
    var feature = revision.feature();
    if (feature.hasValueCount()) {
      checkValueCount(revision, "value_count", feature.getValueCountBuilder());
    } else if (feature.hasValueCounts()) {
      var counts = feature.getValueCountsBuilder();
      for (int i = 0; i < counts.getValueCountCount(); i++) {
        checkValueCount(revision, "value_counts[" + i + "]", counts.getValueCountBuilder(i));
      }
    } else if (feature.hasShape()
        && feature.getShape().getDimList().stream().anyMatch(dim -> dim.getSize() <= 0)) {
      object(revision, "a shape with a dimension without size", "sizes of at least 1");
      feature.clearShape();
    }
  }

  private static void checkValueCount(
      FeatureRevision revision, String field, ValueCount.Builder count) {
    if (count.getMin() < 0) {
      object(revision, field + ".min " + count.getMin(), "at least 0");
      count.clearMin();
    }
    if (count.hasMax() && count.getMax() < count.getMin()) {
      object(
          revision,
          field + ".max " + count.getMax(),
          "at least " + field + ".min " + count.getMin());
      count.setMax(count.getMin());
    }
  }

  private static void checkDomain(FeatureRevision revision) {
    var feature = revision.feature();
    var allowed = typesFor(feature.getDomainInfoCase());
    if (!allowed.contains(feature.getType())) {
      revision.object(
          DOMAIN_INVALID_FOR_TYPE,
          "Domain does not suit the type",
          DomainRules.name(feature) + " for type " + feature.getType(),
          "one of the types " + allowed,
          REMEDY);
      revision.dropDomain();
    }
    boolean texts = feature.hasDomain() || feature.hasStringDomain();
    switch (feature.getDomainInfoCase()) {
      case DOMAIN -> checkSharedDomain(revision);
      case STRING_DOMAIN -> dropRepeated(revision, feature.getStringDomainBuilder());
      case BOOL_DOMAIN -> {
        var domain = feature.getBoolDomainBuilder();
        if (domain.hasTrueValue()
            && domain.hasFalseValue()
            && domain.getTrueValue().equals(domain.getFalseValue())) {
          objectToDomain(
              revision, "'" + domain.getTrueValue() + "' for true and false", "two texts");
          domain.clearFalseValue();
        }
      }
      case INT_DOMAIN -> {
        var domain = feature.getIntDomainBuilder();
        if (domain.hasMin() && domain.hasMax() && domain.getMin() > domain.getMax()) {
          objectToDomain(revision, domain.getMin() + " to " + domain.getMax(), "min <= max");
        }
      }
      case FLOAT_DOMAIN -> {
        var domain = feature.getFloatDomainBuilder();
        if (domain.hasMin() && domain.hasMax() && domain.getMin() > domain.getMax()) {
          objectToDomain(revision, domain.getMin() + " to " + domain.getMax(), "min <= max");
        }
      }
      default -> {}
    }
    if (feature.hasDistributionConstraints() && !texts) {
      object(
          revision,
          "distribution_constraints with " + DomainRules.name(feature),
          "a string domain, of which they say how much may lie outside");
      feature.clearDistributionConstraints();
    }
  }

  private static void checkSharedDomain(FeatureRevision revision) {
    var shared = revision.sharedDomain();
    if (shared == null) {
      objectToDomain(
          revision,
          "domain '" + revision.feature().getDomain() + "', which the schema does not have",
          "the name of one of its string_domain");
      revision.dropDomain();
    } else {
      dropRepeated(revision, shared);
    }
  }

  private static void dropRepeated(FeatureRevision revision, StringDomain.Builder domain) {
    var different = new LinkedHashSet<>(domain.getValueList());
    if (different.size() < domain.getValueCount()) {
      var repeated =
          domain.getValueList().stream()
              .filter(value -> !different.remove(value))
              .distinct()
              .toList();
      objectToDomain(revision, "repeated values " + repeated, "each value once");
      var values = new LinkedHashSet<>(domain.getValueList());
      domain.clearValue().addAllValue(values);
    }
  }

  private static Set<FeatureType> typesFor(Feature.DomainInfoCase domain) {
    return switch (domain) {
      case DOMAIN, STRING_DOMAIN, IMAGE_DOMAIN, MID_DOMAIN, URL_DOMAIN -> Set.of(FeatureType.BYTES);
      case BOOL_DOMAIN -> Set.of(FeatureType.INT, FeatureType.BYTES, FeatureType.FLOAT);
      case INT_DOMAIN, NATURAL_LANGUAGE_DOMAIN, TIME_DOMAIN ->
          Set.of(FeatureType.INT, FeatureType.BYTES);
      case FLOAT_DOMAIN -> Set.of(FeatureType.FLOAT, FeatureType.BYTES);
      case STRUCT_DOMAIN -> Set.of(FeatureType.STRUCT);
      case TIME_OF_DAY_DOMAIN,
          AUDIO_DOMAIN,
          VIDEO_DOMAIN,
          CONTENT_CHUNK_DOMAIN,
          DOMAININFO_NOT_SET ->
          Set.of(FeatureType.values());
    };
  }

  private static void object(FeatureRevision revision, String value, String expected) {
    revision.object(INVALID_SCHEMA_SPECIFICATION, SUMMARY, value, expected, REMEDY);
  }

  private static void objectToDomain(FeatureRevision revision, String value, String expected) {
    revision.object(INVALID_DOMAIN_SPECIFICATION, SUMMARY, value, expected, REMEDY);
  }
}
