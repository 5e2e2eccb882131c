package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.BOOL_TYPE_BIG_INT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.BOOL_TYPE_INVALID_CONFIG;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.BOOL_TYPE_SMALL_INT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.BOOL_TYPE_UNEXPECTED_FLOAT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.BOOL_TYPE_UNEXPECTED_STRING;

import io.tributary.proto.tfmd.BoolDomain;
import io.tributary.proto.tfmd.FloatDomain;
import io.tributary.proto.tfmd.Histogram.HistogramType;
import io.tributary.proto.tfmd.IntDomain;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/** Whether the values of a boolean feature are two: 0 and 1, or two texts. */
final class BoolDomainRules {
  private static final Set<String> TRUE = Set.of("TRUE", "true", "SET", "set", "1", "");
  private static final Set<String> FALSE = Set.of("FALSE", "false", "CLEAR", "clear", "0");
  private static final String SUMMARY = "Non-boolean values";
  private static final String REMEDY =
      "correct the values at their source, or give the feature another domain";

  private BoolDomainRules() {}

  static void apply(FeatureView view, FeatureRevision revision) {
    switch (view.type()) {
      case INT -> checkInts(view, revision);
      case FLOAT -> checkFloats(view, revision);
      case STRING -> checkTexts(view, revision);
      case BYTES, STRUCT, UNRECOGNIZED -> {}
    }
  }

  private static void checkInts(FeatureView view, FeatureRevision revision) {
    dropTexts(revision);
    boolean small = view.min() < 0;
    if (small || view.max() > 1) {
      revision.object(
          small ? BOOL_TYPE_SMALL_INT : BOOL_TYPE_BIG_INT,
          SUMMARY,
          "the integer " + (long) (small ? view.min() : view.max()),
          "0 and 1",
          REMEDY);
      var domain = IntDomain.newBuilder();
      if (view.min() >= Long.MIN_VALUE && view.max() < 0x1p63) {
        domain.setMin((long) view.min()).setMax((long) view.max());
      }
      revision.feature().setIntDomain(domain);
    }
  }

  /** TFDV passes over texts for true and false that numbers have no use for. */
  private static void dropTexts(FeatureRevision revision) {
    var domain = revision.feature().getBoolDomain();
    if (domain.hasTrueValue() || domain.hasFalseValue()) {
      revision.object(
          BOOL_TYPE_INVALID_CONFIG,
          "Boolean texts for numbers",
          "numbers, but bool_domain names texts for true or false",
          "no true_value and no false_value",
          "remove true_value and false_value from the domain");
      revision.feature().setBoolDomain(BoolDomain.getDefaultInstance());
    }
  }

  private static void checkFloats(FeatureView view, FeatureRevision revision) {
    dropTexts(revision);
    unexpectedFloat(view)
        .ifPresent(
            value -> {
              revision.object(BOOL_TYPE_UNEXPECTED_FLOAT, SUMMARY, value, "0 and 1", REMEDY);
              revision
                  .feature()
                  .setFloatDomain(
                      FloatDomain.newBuilder()
                          .setMin((float) view.min())
                          .setMax((float) view.max()));
            });
  }

  private static Optional<String> unexpectedFloat(FeatureView view) {
    if (view.min() != 0 && view.min() != 1) {
      return Optional.of("the number " + view.min());
    }
    if (view.max() != 0 && view.max() != 1) {
      return Optional.of("the number " + view.max());
    }
    if (view.hasNaN()) {
      return Optional.of("NaN");
    }
    for (var histogram : view.statistics().getNumStats().getHistogramsList()) {
      for (var bucket : histogram.getBucketsList()) {
        if (histogram.getType() == HistogramType.QUANTILES
            && bucket.getSampleCount() > 0
            && bucket.getLowValue() > 0
            && bucket.getHighValue() < 1) {
          return Optional.of(
              "numbers between " + bucket.getLowValue() + " and " + bucket.getHighValue());
        }
      }
    }
    return Optional.empty();
  }

  private static void checkTexts(FeatureView view, FeatureRevision revision) {
    var domain = revision.feature().getBoolDomain();
    if (!domain.hasTrueValue() && !domain.hasFalseValue()) {
      revision.object(
          BOOL_TYPE_INVALID_CONFIG,
          "No boolean texts",
          "texts, but bool_domain does not say which stand for true and false",
          "true_value or false_value",
          "add them to the domain");
      revision.dropDomain();
    }
    for (var text : view.texts().keySet()) {
      boolean known =
          (domain.hasTrueValue() && domain.getTrueValue().equals(text))
              || (domain.hasFalseValue() && domain.getFalseValue().equals(text));
      if (!known) {
        revision.object(
            BOOL_TYPE_UNEXPECTED_STRING, SUMMARY, "the text '" + text + "'", texts(domain), REMEDY);
        revision.dropDomain();
        return;
      }
    }
  }

  private static String texts(BoolDomain domain) {
    var texts = new ArrayList<String>();
    if (domain.hasTrueValue()) {
      texts.add("'" + domain.getTrueValue() + "'");
    }
    if (domain.hasFalseValue()) {
      texts.add("'" + domain.getFalseValue() + "'");
    }
    return texts.isEmpty() ? "none, since bool_domain names none" : String.join(" or ", texts);
  }

  /** The domain of a column that looks boolean. */
  static Optional<BoolDomain> infer(FeatureView view) {
    return switch (view.type()) {
      case INT ->
          view.min() >= 0 && view.max() == 1
              ? Optional.of(BoolDomain.getDefaultInstance())
              : Optional.empty();
      case STRING -> inferTexts(view);
      case FLOAT, BYTES, STRUCT, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static Optional<BoolDomain> inferTexts(FeatureView view) {
    var domain = BoolDomain.newBuilder();
    for (var text : view.texts().keySet()) {
      if (TRUE.contains(text) && !domain.hasTrueValue()) {
        domain.setTrueValue(text);
      } else if (FALSE.contains(text) && !domain.hasFalseValue()) {
        domain.setFalseValue(text);
      } else {
        return Optional.empty();
      }
    }
    return view.texts().isEmpty() ? Optional.empty() : Optional.of(domain.build());
  }
}
