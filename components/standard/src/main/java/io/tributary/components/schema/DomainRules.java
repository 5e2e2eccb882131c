package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.DOMAIN_INVALID_FOR_TYPE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FLOAT_TYPE_BIG_FLOAT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FLOAT_TYPE_HAS_INF;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FLOAT_TYPE_HAS_NAN;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FLOAT_TYPE_SMALL_FLOAT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FLOAT_TYPE_STRING_NOT_FLOAT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.INT_TYPE_BIG_INT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.INT_TYPE_NOT_INT_STRING;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.INT_TYPE_SMALL_INT;

import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Feature.DomainInfoCase;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.util.Optional;

/** Whether values lie in the domain of their feature; numbers here, texts and booleans beside. */
final class DomainRules {
  private static final String WIDEN =
      "correct the values at their source, or widen the domain in the schema";

  private DomainRules() {}

  static void apply(FeatureView view, FeatureRevision revision) {
    switch (revision.feature().getDomainInfoCase()) {
      case DOMAIN, STRING_DOMAIN -> TextDomainRules.apply(view, revision);
      case BOOL_DOMAIN -> BoolDomainRules.apply(view, revision);
      case INT_DOMAIN -> checkInts(view, revision);
      case FLOAT_DOMAIN -> checkFloats(view, revision);
      case IMAGE_DOMAIN -> SemanticRules.checkImages(view, revision);
      case NATURAL_LANGUAGE_DOMAIN -> LanguageRules.apply(view, revision);
      case DOMAININFO_NOT_SET -> SemanticRules.adoptDomain(view, revision);
      case MID_DOMAIN,
          URL_DOMAIN,
          TIME_DOMAIN,
          STRUCT_DOMAIN,
          TIME_OF_DAY_DOMAIN,
          AUDIO_DOMAIN,
          VIDEO_DOMAIN,
          CONTENT_CHUNK_DOMAIN -> {}
    }
  }

  static boolean suitsBytes(DomainInfoCase domain) {
    return domain == DomainInfoCase.DOMAININFO_NOT_SET
        || domain == DomainInfoCase.NATURAL_LANGUAGE_DOMAIN
        || domain == DomainInfoCase.IMAGE_DOMAIN
        || domain == DomainInfoCase.URL_DOMAIN;
  }

  /** The field that holds the feature's domain, as the schema file spells it; or no domain. */
  static String name(Feature.Builder feature) {
    var descriptor =
        Feature.getDescriptor().findFieldByNumber(feature.getDomainInfoCase().getNumber());
    return descriptor == null ? "no domain" : descriptor.getName();
  }

  private static void checkInts(FeatureView view, FeatureRevision revision) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    var type = view.type();
    if (type == FeatureNameStatistics.Type.INT && view.texts().isEmpty()) {
      if (view.min() < Long.MIN_VALUE || view.max() > 0x1p63) {
        objectToInt(
            revision, Double.toString(view.min() < Long.MIN_VALUE ? view.min() : view.max()));
        return;
      }
      min = (long) view.min();
      max = (long) view.max();
    } else if (type == FeatureNameStatistics.Type.FLOAT
        || type == FeatureNameStatistics.Type.STRUCT) {
      return;
    }
    for (var text : view.texts().keySet()) {
      var number = TextNumbers.integer(text);
      if (number.isEmpty()) {
        if (type == FeatureNameStatistics.Type.INT) {
          objectToInt(revision, "'" + text + "'");
        } else {
          objectToText(revision, INT_TYPE_NOT_INT_STRING, text, "only texts that are integers");
        }
        return;
      }
      min = Math.min(min, number.getAsLong());
      max = Math.max(max, number.getAsLong());
    }
    if (min > max) {
      return;
    }
    var domain = revision.feature().getIntDomainBuilder();
    if (domain.hasMin() && min < domain.getMin()) {
      revision.object(
          INT_TYPE_SMALL_INT,
          "Out-of-range values",
          "smallest value " + min,
          "at least " + domain.getMin(),
          WIDEN);
      domain.setMin(min);
    }
    if (domain.hasMax() && max > domain.getMax()) {
      revision.object(
          INT_TYPE_BIG_INT,
          "Out-of-range values",
          "largest value " + max,
          "at most " + domain.getMax(),
          WIDEN);
      domain.setMax(max);
    }
  }

  private static void checkFloats(FeatureView view, FeatureRevision revision) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    boolean nan = false;
    Optional<String> noNumber = Optional.empty();
    switch (view.type()) {
      case FLOAT -> {
        // domains are single precision: so is what is compared with them
        min = (float) view.min();
        max = (float) view.max();
        nan = view.hasNaN();
      }
      case STRING, BYTES -> {
        for (var text : view.texts().keySet()) {
          var number = TextNumbers.floating(text);
          if (number.isEmpty()) {
            noNumber = noNumber.or(() -> Optional.of(text));
            continue;
          }
          float value = (float) number.getAsDouble();
          if (Float.isNaN(value)) {
            nan = true;
          } else {
            min = Math.min(min, value);
            max = Math.max(max, value);
          }
        }
      }
      case INT, STRUCT, UNRECOGNIZED -> {
        return;
      }
    }
    checkNaN(nan, revision);
    if (noNumber.isPresent()) {
      objectToText(
          revision, FLOAT_TYPE_STRING_NOT_FLOAT, noNumber.get(), "only texts that are numbers");
    } else if (min <= max) {
      checkRange(min, max, revision);
    }
  }

  private static void checkNaN(boolean found, FeatureRevision revision) {
    var domain = revision.feature().getFloatDomainBuilder();
    if (found && domain.getDisallowNan()) {
      revision.object(
          FLOAT_TYPE_HAS_NAN,
          "Invalid values",
          "NaN among the values",
          "none, because of float_domain.disallow_nan",
          "replace NaN by a missing value at the source, or allow it in the schema");
      domain.setDisallowNan(false);
    }
  }

  private static void checkRange(float min, float max, FeatureRevision revision) {
    var domain = revision.feature().getFloatDomainBuilder();
    if (domain.hasMin() && min < domain.getMin()) {
      revision.object(
          FLOAT_TYPE_SMALL_FLOAT,
          "Out-of-range values",
          "smallest value " + min,
          "at least " + domain.getMin(),
          WIDEN);
      domain.setMin(min);
    }
    if (domain.hasMax() && max > domain.getMax()) {
      revision.object(
          FLOAT_TYPE_BIG_FLOAT,
          "Out-of-range values",
          "largest value " + max,
          "at most " + domain.getMax(),
          WIDEN);
      domain.setMax(max);
    }
    if (domain.getDisallowInf() && (Float.isInfinite(min) || Float.isInfinite(max))) {
      revision.object(
          FLOAT_TYPE_HAS_INF,
          "Invalid values",
          "infinity among the values",
          "none, because of float_domain.disallow_inf",
          "look for divisions by zero at the source, or allow infinity in the schema");
      domain.setDisallowInf(false);
    }
  }

  private static void objectToInt(FeatureRevision revision, String value) {
    var domain = revision.feature().getIntDomain();
    if (domain.hasMin() || domain.hasMax()) {
      revision.object(
          DOMAIN_INVALID_FOR_TYPE,
          "Invalid values",
          "the value " + value,
          "integers of 64 bits, since int_domain has bounds",
          "correct the values at their source, or remove the domain from the schema");
      revision.dropDomain();
    }
  }

  private static void objectToText(
      FeatureRevision revision, AnomalyInfo.Type type, String text, String expected) {
    revision.object(
        type,
        "Invalid values",
        "the text '" + text + "'",
        expected,
        "correct the values at their source, or remove the domain from the schema");
    revision.dropDomain();
  }
}
