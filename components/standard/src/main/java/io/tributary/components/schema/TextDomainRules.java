package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.ENUM_TYPE_INVALID_UTF8;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.ENUM_TYPE_UNEXPECTED_STRING_VALUES;

import com.google.protobuf.ByteString;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.StringDomain;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether texts are among those that their domain lists. */
final class TextDomainRules {
  private static final int SHOWN = 20;

  private TextDomainRules() {}

  static void apply(FeatureView view, FeatureRevision revision) {
    var shared = revision.sharedDomain();
    var domain = shared != null ? shared : revision.feature().getStringDomainBuilder();
    if (view.hasInvalidUtf8()) {
      revision.object(
          ENUM_TYPE_INVALID_UTF8,
          "Invalid UTF-8",
          view.statistics().getStringStats().getInvalidUtf8Count() + " values that are no UTF-8",
          "text in UTF-8",
          "correct the encoding at the source, or remove the domain from the schema");
      revision.dropDomain();
      return;
    }
    var known = new HashSet<>(domain.getValueList());
    var unknown =
        view.texts().entrySet().stream()
            .filter(entry -> !known.contains(entry.getKey()))
            .collect(Collectors.toUnmodifiableList());
    double outside = unknown.stream().mapToDouble(Map.Entry::getValue).sum();
    double allowed = allowedOutside(revision.feature());
    if (outside / view.values() > allowed || (allowed == 0 && !unknown.isEmpty())) {
      revision.object(
          ENUM_TYPE_UNEXPECTED_STRING_VALUES,
          "Unexpected string values",
          describe(unknown, view.values()),
          allowed == 0
              ? "only values of the domain, which lists " + known.size()
              : String.format(
                  Locale.ROOT, "at most %.4f of all values outside the domain", allowed),
          "correct the values at their source, or add them to the string domain of the schema");
      addSorted(domain, unknown.stream().map(Map.Entry::getKey).toList());
    }
  }

  private static double allowedOutside(Feature.Builder feature) {
    var constraints = feature.getDistributionConstraints();
    return constraints.hasMinDomainMass() ? 1 - constraints.getMinDomainMass() : 0;
  }

  /** Adds values in the order of their bytes. */
  static void addSorted(StringDomain.Builder domain, Collection<String> values) {
    values.stream()
        .sorted(
            Comparator.comparing(
                ByteString::copyFromUtf8, ByteString.unsignedLexicographicalComparator()))
        .forEach(domain::addValue);
  }

  private static String describe(List<Map.Entry<String, Double>> values, double all) {
    var shown =
        values.stream()
            .limit(SHOWN)
            .map(
                entry ->
                    String.format(
                        Locale.ROOT,
                        "'%s' (%.0f, %.2f %%)",
                        entry.getKey(),
                        entry.getValue(),
                        100 * entry.getValue() / all))
            .collect(Collectors.joining(", "));
    return values.size() <= SHOWN ? shown : shown + " and " + (values.size() - SHOWN) + " more";
  }
}
