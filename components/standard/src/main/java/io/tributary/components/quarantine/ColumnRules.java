package io.tributary.components.quarantine;

import io.tributary.components.schema.SchemaEnvironments;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureType;
import io.tributary.proto.tfmd.FloatDomain;
import io.tributary.proto.tfmd.IntDomain;
import io.tributary.proto.tfmd.Schema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * What a schema asks of each value of the columns that the examples have.
 *
 * @param byColumn rules by name of column
 * @param types the types of anomalies that count
 * @param converted columns of texts that become integers or floating point numbers
 */
record ColumnRules(
    Map<String, List<ColumnRule>> byColumn,
    Set<AnomalyInfo.Type> types,
    Map<String, FeatureType> converted)
    implements Serializable {

  static ColumnRules of(
      Schema schema,
      org.apache.arrow.vector.types.pojo.Schema columns,
      Optional<String> environment,
      List<AnomalyInfo.Type> types) {
    var byColumn = new LinkedHashMap<String, List<ColumnRule>>();
    var converted = new LinkedHashMap<String, FeatureType>();
    for (var feature : schema.getFeatureList()) {
      var column = find(columns, feature.getName());
      if (column.isEmpty()
          || SchemaEnvironments.isDormant(feature)
          || !SchemaEnvironments.contains(schema, feature, environment)) {
        continue;
      }
      var rules = new ArrayList<ColumnRule>();
      if (feature.getPresence().getMinFraction() == 1) {
        rules.add(new ColumnRule.Required());
      }
      var type = column.get().getType();
      if (isText(type) && isNumber(feature.getType())) {
        rules.add(numberAsText(feature));
        if (types.contains(AnomalyInfo.Type.UNEXPECTED_DATA_TYPE)) {
          converted.put(feature.getName(), feature.getType());
        }
      } else {
        domain(schema, feature, type).ifPresent(rules::add);
      }
      if (!rules.isEmpty()) {
        byColumn.put(feature.getName(), List.copyOf(rules));
      }
    }
    return new ColumnRules(byColumn, Set.copyOf(types), converted);
  }

  private static Optional<Field> find(
      org.apache.arrow.vector.types.pojo.Schema columns, String name) {
    return columns.getFields().stream().filter(field -> field.getName().equals(name)).findFirst();
  }

  private static boolean isText(ArrowType type) {
    return type instanceof ArrowType.Utf8 || type instanceof ArrowType.LargeUtf8;
  }

  private static boolean isNumber(FeatureType type) {
    return type == FeatureType.INT || type == FeatureType.FLOAT;
  }

  /** Integers of at most 64 bits with a sign, and booleans. */
  private static boolean isInteger(ArrowType type) {
    return type instanceof ArrowType.Bool
        || (type instanceof ArrowType.Int number
            && (number.getIsSigned() || number.getBitWidth() < 64));
  }

  private static boolean isFloat(ArrowType type) {
    return type instanceof ArrowType.FloatingPoint number
        && number.getPrecision() != FloatingPointPrecision.HALF;
  }

  private static ColumnRule numberAsText(Feature feature) {
    return new ColumnRule.NumericText(
        feature.getType() != FeatureType.INT
            ? range(feature.getFloatDomain())
            : feature.hasBoolDomain()
                ? new ColumnRule.IntRange(0, 1, true)
                : range(feature.getIntDomain()),
        AnomalyInfo.Type.UNEXPECTED_DATA_TYPE);
  }

  private static Optional<ColumnRule> domain(Schema schema, Feature feature, ArrowType type) {
    return switch (feature.getDomainInfoCase()) {
      case INT_DOMAIN ->
          isInteger(type)
              ? Optional.of(range(feature.getIntDomain()))
              : isText(type)
                  ? Optional.of(new ColumnRule.NumericText(range(feature.getIntDomain())))
                  : Optional.empty();
      case FLOAT_DOMAIN ->
          isFloat(type)
              ? Optional.of(range(feature.getFloatDomain()))
              : isText(type)
                  ? Optional.of(new ColumnRule.NumericText(range(feature.getFloatDomain())))
                  : Optional.empty();
      case BOOL_DOMAIN -> bool(feature, type);
      case DOMAIN ->
          schema.getStringDomainList().stream()
              .filter(domain -> domain.getName().equals(feature.getDomain()))
              .findFirst()
              .flatMap(domain -> texts(feature, domain.getValueList(), type));
      case STRING_DOMAIN -> texts(feature, feature.getStringDomain().getValueList(), type);
      default -> Optional.empty();
    };
  }

  /** None where a part of the values may lie outside: which rows those are nobody can say. */
  private static Optional<ColumnRule> texts(Feature feature, List<String> values, ArrowType type) {
    var constraints = feature.getDistributionConstraints();
    return isText(type) && (!constraints.hasMinDomainMass() || constraints.getMinDomainMass() == 1)
        ? Optional.of(new ColumnRule.TextDomain(values, false))
        : Optional.empty();
  }

  private static Optional<ColumnRule> bool(Feature feature, ArrowType type) {
    var domain = feature.getBoolDomain();
    if (isInteger(type)) {
      return Optional.of(new ColumnRule.IntRange(0, 1, true));
    }
    if (isFloat(type)) {
      return Optional.of(new ColumnRule.FloatBool());
    }
    var values = new ArrayList<String>();
    if (domain.hasTrueValue()) {
      values.add(domain.getTrueValue());
    }
    if (domain.hasFalseValue()) {
      values.add(domain.getFalseValue());
    }
    return isText(type) && !values.isEmpty()
        ? Optional.of(new ColumnRule.TextDomain(values, true))
        : Optional.empty();
  }

  private static ColumnRule.IntRange range(IntDomain domain) {
    return new ColumnRule.IntRange(
        domain.hasMin() ? domain.getMin() : Long.MIN_VALUE,
        domain.hasMax() ? domain.getMax() : Long.MAX_VALUE,
        false);
  }

  private static ColumnRule.FloatRange range(FloatDomain domain) {
    return new ColumnRule.FloatRange(
        domain.hasMin() ? domain.getMin() : Float.NEGATIVE_INFINITY,
        domain.hasMax() ? domain.getMax() : Float.POSITIVE_INFINITY,
        domain.getDisallowNan(),
        domain.getDisallowInf());
  }

  /** Looks at all rows of a batch; objections of other types are not passed on. */
  void check(VectorSchemaRoot batch, Verdict verdict) {
    Verdict counting =
        (row, type, column, value, expected) -> {
          if (types.contains(type)) {
            verdict.object(row, type, column, value, expected);
          }
        };
    byColumn.forEach(
        (name, rules) -> {
          var column = batch.getVector(name);
          rules.forEach(rule -> rule.check(column, batch.getRowCount(), counting));
        });
  }
}
