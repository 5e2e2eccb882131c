package io.tributary.components.card;

import static java.util.Objects.requireNonNull;

import io.tributary.components.schema.FeaturePaths;
import io.tributary.components.schema.SchemaPaths;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Schema;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A line of a table about a feature of a schema.
 *
 * @param type of its values
 * @param presence in which part of the examples it has to be
 * @param domain which values it may have; empty for any
 */
record SchemaLine(String name, String type, String presence, String domain) {
  SchemaLine {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(presence, "presence");
    requireNonNull(domain, "domain");
  }

  static List<SchemaLine> of(Schema schema) {
    return SchemaPaths.all(schema).entrySet().stream()
        .map(
            feature ->
                new SchemaLine(
                    FeaturePaths.serialize(feature.getKey()),
                    feature.getValue().getType().name().toLowerCase(Locale.ROOT),
                    presence(feature.getValue()),
                    domain(schema, feature.getValue())))
        .toList();
  }

  private static String presence(Feature feature) {
    double fraction = feature.getPresence().getMinFraction();
    if (fraction >= 1) {
      return "required";
    }
    var count = feature.getPresence().getMinCount();
    if (fraction > 0) {
      return "in " + number(fraction * 100) + " % or more";
    }
    return count > 0 ? "in " + count + (count == 1 ? " row or more" : " rows or more") : "optional";
  }

  private static String domain(Schema schema, Feature feature) {
    return switch (feature.getDomainInfoCase()) {
      case DOMAIN ->
          schema.getStringDomainList().stream()
              .filter(domain -> domain.getName().equals(feature.getDomain()))
              .findFirst()
              .map(domain -> texts(domain.getValueList()))
              .orElse(feature.getDomain());
      case STRING_DOMAIN -> texts(feature.getStringDomain().getValueList());
      case INT_DOMAIN -> {
        var of = feature.getIntDomain();
        yield range(of.hasMin() ? "" + of.getMin() : "", of.hasMax() ? "" + of.getMax() : "");
      }
      case FLOAT_DOMAIN -> {
        var of = feature.getFloatDomain();
        yield range(of.hasMin() ? number(of.getMin()) : "", of.hasMax() ? number(of.getMax()) : "");
      }
      case DOMAININFO_NOT_SET -> "";
      default -> feature.getDomainInfoCase().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private static String texts(List<String> values) {
    return values.size() + " values: " + String.join(", ", values);
  }

  private static String range(String least, String greatest) {
    if (least.isEmpty() && greatest.isEmpty()) {
      return "";
    }
    return (least.isEmpty() ? "" : "from " + least)
        + (greatest.isEmpty() ? "" : (least.isEmpty() ? "to " : " to ") + greatest);
  }

  private static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  Map<String, Object> json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", name);
    fields.put("type", type);
    fields.put("presence", presence);
    fields.put("domain", domain);
    return fields;
  }
}
