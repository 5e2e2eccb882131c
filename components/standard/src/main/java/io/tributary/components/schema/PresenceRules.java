package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_TYPE_HIGH_NUMBER_VALUES;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_TYPE_HIGH_UNIQUE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_TYPE_LOW_FRACTION_PRESENT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_TYPE_LOW_NUMBER_PRESENT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_TYPE_LOW_NUMBER_VALUES;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_TYPE_LOW_UNIQUE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_TYPE_NO_UNIQUE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.INVALID_FEATURE_SHAPE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.VALUE_NESTEDNESS_MISMATCH;

import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.ValueCount;
import java.util.List;
import java.util.Locale;

/** How often a feature is present, with how many values, and how many different ones. */
final class PresenceRules {
  /** Stands for "nearly always" where rounding hides that a few examples lack a feature. */
  private static final double NEARLY_ALWAYS = 0.9999;

  private PresenceRules() {}

  static void apply(FeatureView view, FeatureRevision revision) {
    checkValueCounts(view, revision);
    checkShape(view, revision);
    checkPresence(view, revision);
  }

  private static void checkValueCounts(FeatureView view, FeatureRevision revision) {
    var feature = revision.feature();
    var levels = view.levels();
    if (feature.hasValueCount()) {
      if (levels.size() > 1) {
        mismatch(revision, 1, levels.size());
        feature.clearValueCount();
        SchemaInference.inferValueCount(view, feature);
        return;
      }
      checkLevel(levels.get(0), "", feature.getValueCountBuilder(), revision);
    } else if (feature.hasValueCounts()) {
      var counts = feature.getValueCountsBuilder();
      if (counts.getValueCountCount() != levels.size()) {
        mismatch(revision, counts.getValueCountCount(), levels.size());
        feature.clearValueCounts();
        SchemaInference.inferValueCount(view, feature);
        return;
      }
      for (int i = 0; i < levels.size(); i++) {
        checkLevel(levels.get(i), " at level " + i, counts.getValueCountBuilder(i), revision);
      }
    }
  }

  private static void mismatch(FeatureRevision revision, int expected, int found) {
    revision.object(
        VALUE_NESTEDNESS_MISMATCH,
        "Other depth of nesting",
        found + " levels of lists",
        expected + ", as value_count or value_counts say",
        "give the schema one value count per level");
  }

  private static void checkLevel(
      FeatureView.Level level, String where, ValueCount.Builder count, FeatureRevision revision) {
    if (count.hasMin() && level.min() < count.getMin()) {
      revision.object(
          FEATURE_TYPE_LOW_NUMBER_VALUES,
          "Too few values",
          "an example with " + level.min() + " values" + where,
          "at least " + count.getMin(),
          "look for examples that lost values, or lower value_count.min in the schema");
      if (level.min() == 0) {
        count.clearMin();
      } else {
        count.setMin(level.min());
      }
    }
    if (count.hasMax() && level.max() > count.getMax()) {
      revision.object(
          FEATURE_TYPE_HIGH_NUMBER_VALUES,
          "Too many values",
          "an example with " + level.max() + " values" + where,
          "at most " + count.getMax(),
          "look for repeated values, or raise value_count.max in the schema");
      count.setMax(level.max());
    }
  }

  private static void checkShape(FeatureView view, FeatureRevision revision) {
    var feature = revision.feature();
    if (!feature.hasShape()) {
      return;
    }
    long expected = 1;
    for (var dimension : feature.getShape().getDimList()) {
      expected *= dimension.getSize();
    }
    var levels = view.levels();
    long found = fixedValues(levels);
    boolean missing = levels.stream().anyMatch(level -> level.missing() != 0);
    if (found > 0 && !missing && found == expected) {
      return;
    }
    revision.object(
        INVALID_FEATURE_SHAPE,
        "Shape does not hold",
        missing
            ? "missing in " + number(levels.get(0).missing()) + " examples"
            : found > 0
                ? found + " values in every example"
                : "examples with " + levels.get(0).min() + " to " + levels.get(0).max() + " values",
        "exactly " + expected + " in every example, as the shape says",
        "fill the gaps in the source, or give the feature a value_count instead of a shape");
    feature.clearShape();
  }

  /** Values per example when all have the same number; otherwise 0. */
  private static long fixedValues(List<FeatureView.Level> levels) {
    long values = 1;
    for (var level : levels) {
      if (level.min() != level.max() || level.min() == 0) {
        return 0;
      }
      values *= level.min();
    }
    return values;
  }

  private static void checkPresence(FeatureView view, FeatureRevision revision) {
    if (!revision.feature().hasPresence()) {
      return;
    }
    var presence = revision.feature().getPresenceBuilder();
    if (presence.hasMinCount() && view.present() < presence.getMinCount()) {
      revision.object(
          FEATURE_TYPE_LOW_NUMBER_PRESENT,
          "Present too rarely",
          "present in " + number(view.present()) + " examples",
          "at least " + presence.getMinCount(),
          "find out why values are missing, or lower presence.min_count in the schema");
      presence.setMinCount((long) view.present());
    }
    if (!presence.hasMinFraction()) {
      return;
    }
    double fraction = view.presentFraction();
    if (fraction < presence.getMinFraction()
        || (presence.getMinFraction() == 1 && view.missing() != 0)) {
      revision.object(
          FEATURE_TYPE_LOW_FRACTION_PRESENT,
          "Present too rarely",
          String.format(
              Locale.ROOT,
              "missing in %s examples (present in %.6f of all)",
              number(view.missing()),
              fraction),
          "present in at least " + presence.getMinFraction(),
          "find out why values are missing, or lower presence.min_fraction in the schema");
      presence.setMinFraction(fraction < 1 ? fraction : NEARLY_ALWAYS);
    }
  }

  static void applyUnique(FeatureView view, FeatureRevision revision) {
    if (!revision.feature().hasUniqueConstraints()) {
      return;
    }
    Feature.Builder feature = revision.feature();
    if (!view.statistics().hasStringStats()) {
      revision.object(
          FEATURE_TYPE_NO_UNIQUE,
          "Different values not counted",
          "statistics of type " + view.type() + ", which do not count different values",
          "the number of different values, because of unique_constraints",
          "remove unique_constraints from the feature, or read the column as text");
      feature.clearUniqueConstraints();
      return;
    }
    long unique = view.statistics().getStringStats().getUnique();
    var constraints = feature.getUniqueConstraintsBuilder();
    if (constraints.hasMin() && unique < constraints.getMin()) {
      revision.object(
          FEATURE_TYPE_LOW_UNIQUE,
          "Too few different values",
          unique + " different values",
          "at least " + constraints.getMin(),
          "look for values that vanished, or lower unique_constraints.min in the schema");
      constraints.setMin(unique);
    }
    if (constraints.hasMax() && unique > constraints.getMax()) {
      revision.object(
          FEATURE_TYPE_HIGH_UNIQUE,
          "Too many different values",
          unique + " different values",
          "at most " + constraints.getMax(),
          "look for misspelt values, or raise unique_constraints.max in the schema");
      constraints.setMax(unique);
    }
  }

  private static String number(double count) {
    return count == Math.rint(count)
        ? String.format(Locale.ROOT, "%,d", (long) count)
        : Double.toString(count);
  }
}
