package io.tributary.components.schema;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.tributary.components.message.MessageFile;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Schema;
import io.tributary.proto.tfmd.SparseFeature;
import io.tributary.proto.tfmd.StringDomain;
import io.tributary.proto.tfmd.WeightedFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * In what two schemas differ, as far as it means something: order of features and values, whether a
 * string domain stands in its feature or has a name, and what {@link FrozenSchema} makes explicit,
 * do not.
 *
 * @param differences of features in the order of the schemas, then of the rest; empty if the
 *     schemas mean the same
 */
public record SchemaDiff(List<Difference> differences) {

  /** What differs. */
  public enum Kind {
    FEATURE_ADDED,
    FEATURE_REMOVED,
    TYPE,
    PRESENCE,
    /** How many values: value_count, value_counts or shape. */
    SHAPE,
    DOMAIN,
    DISTRIBUTION_CONSTRAINTS,
    UNIQUE_CONSTRAINTS,
    ENVIRONMENTS,
    LIFECYCLE_STAGE,
    DRIFT_COMPARATOR,
    SKEW_COMPARATOR,
    SPARSE_FEATURE,
    WEIGHTED_FEATURE,
    DATASET_CONSTRAINTS,
    ANNOTATION,
    /** Anything else, named by its field. */
    OTHER
  }

  /**
   * One difference.
   *
   * @param where {@code feature 'a.b'}, {@code schema}, ...
   * @param before what was said, in text format on one line; empty if nothing was
   * @param after likewise
   */
  public record Difference(Kind kind, String where, String before, String after) {
    public Difference {
      requireNonNull(kind, "kind");
      requireNonNull(where, "where");
      requireNonNull(before, "before");
      requireNonNull(after, "after");
    }

    @Override
    public String toString() {
      return switch (kind) {
        case FEATURE_ADDED -> "+ " + where + ": " + after;
        case FEATURE_REMOVED -> "- " + where + ": " + before;
        default -> "~ " + where + ": " + kind + " " + shown(before) + " -> " + shown(after);
      };
    }

    private static String shown(String said) {
      return said.isEmpty() ? "(nothing)" : said;
    }
  }

  public SchemaDiff {
    differences = List.copyOf(differences);
  }

  /** The differences from one schema to another. */
  public static SchemaDiff of(Schema before, Schema after) {
    return new SchemaDiff(
        new Comparison(FrozenSchema.explicit(before), FrozenSchema.explicit(after)).differences());
  }

  public boolean isEmpty() {
    return differences.isEmpty();
  }

  /** One line each; {@code +} for what is added, {@code -} removed, {@code ~} changed. */
  public String text() {
    var text = new StringBuilder();
    differences.forEach(difference -> text.append(difference).append('\n'));
    return text.toString();
  }

  /** The same as maps, lists and texts, ready for {@link io.tributary.components.json.Json}. */
  public List<Map<String, Object>> json() {
    var json = new ArrayList<Map<String, Object>>();
    for (var difference : differences) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("kind", difference.kind().name());
      fields.put("where", difference.where());
      fields.put("before", difference.before());
      fields.put("after", difference.after());
      json.add(fields);
    }
    return json;
  }

  private record Comparison(Schema before, Schema after) {

    List<Difference> differences() {
      var found = new ArrayList<Difference>();
      compareFeatures(found);
      compareNamed(
          Kind.SPARSE_FEATURE,
          before.getSparseFeatureList(),
          after.getSparseFeatureList(),
          SparseFeature::getName,
          found);
      compareNamed(
          Kind.WEIGHTED_FEATURE,
          before.getWeightedFeatureList(),
          after.getWeightedFeatureList(),
          WeightedFeature::getName,
          found);
      compareNamed(Kind.DOMAIN, unused(before), unused(after), StringDomain::getName, found);
      compareFields("schema", rest(before), rest(after), found);
      return found;
    }

    private void compareFeatures(List<Difference> found) {
      var old = SchemaPaths.all(before);
      var fresh = SchemaPaths.all(after);
      var paths = new LinkedHashSet<>(fresh.keySet());
      paths.addAll(old.keySet());
      for (var path : paths) {
        var where = "feature '" + FeaturePaths.serialize(path) + "'";
        var left = old.get(path);
        var right = fresh.get(path);
        if (left == null) {
          found.add(
              new Difference(
                  Kind.FEATURE_ADDED, where, "", describe(after, requireNonNull(right))));
        } else if (right == null) {
          found.add(new Difference(Kind.FEATURE_REMOVED, where, describe(before, left), ""));
        } else {
          compareFields(where, meaning(before, left), meaning(after, right), found);
        }
      }
    }

    private static String describe(Schema schema, Feature feature) {
      return MessageFile.line(meaning(schema, feature).toBuilder().clearName().build());
    }

    /** Its domain in it, the features of a struct out of it. */
    private static Feature meaning(Schema schema, Feature feature) {
      var meaning = feature.toBuilder();
      FeatureCheck.sharedDomain(schema, feature).ifPresent(meaning::setStringDomain);
      if (meaning.hasStringDomain()) {
        var domain = meaning.getStringDomainBuilder().clearName();
        var values = domain.getValueList().stream().sorted().distinct().toList();
        domain.clearValue().addAllValue(values);
      }
      if (meaning.hasStructDomain()) {
        meaning.getStructDomainBuilder().clearFeature();
      }
      return meaning.build();
    }

    private static List<StringDomain> unused(Schema schema) {
      var used = new LinkedHashSet<String>();
      SchemaPaths.all(schema).values().forEach(feature -> used.add(feature.getDomain()));
      return schema.getStringDomainList().stream()
          .filter(domain -> !used.contains(domain.getName()))
          .toList();
    }

    private static Schema rest(Schema schema) {
      return schema.toBuilder()
          .clearFeature()
          .clearSparseFeature()
          .clearWeightedFeature()
          .clearStringDomain()
          .build();
    }

    private static <M extends Message> void compareNamed(
        Kind kind,
        List<M> before,
        List<M> after,
        Function<M, String> name,
        List<Difference> found) {
      var old = byName(before, name);
      var fresh = byName(after, name);
      var names = new LinkedHashSet<>(fresh.keySet());
      names.addAll(old.keySet());
      for (var each : names) {
        if (!fresh.getOrDefault(each, "").equals(old.getOrDefault(each, ""))) {
          found.add(
              new Difference(
                  kind,
                  "'" + each + "'",
                  old.getOrDefault(each, ""),
                  fresh.getOrDefault(each, "")));
        }
      }
    }

    private static <M extends Message> Map<String, String> byName(
        List<M> messages, Function<M, String> name) {
      var byName = new LinkedHashMap<String, String>();
      messages.forEach(message -> byName.put(name.apply(message), MessageFile.line(message)));
      return byName;
    }

    private static void compareFields(
        String where, Message before, Message after, List<Difference> found) {
      var old = byKind(before);
      var fresh = byKind(after);
      var keys = new TreeMap<Kind, Set<String>>();
      old.forEach(
          (kind, parts) -> keys.computeIfAbsent(kind, SchemaDiff::none).addAll(parts.keySet()));
      fresh.forEach(
          (kind, parts) -> keys.computeIfAbsent(kind, SchemaDiff::none).addAll(parts.keySet()));
      keys.forEach(
          (kind, parts) -> {
            for (var part : parts) {
              var left = old.getOrDefault(kind, Map.of()).getOrDefault(part, "");
              var right = fresh.getOrDefault(kind, Map.of()).getOrDefault(part, "");
              if (!left.equals(right)) {
                found.add(new Difference(kind, where, left, right));
              }
            }
          });
    }

    /** What a message says, by kind; of kinds whose fields have nothing in common, by field. */
    private static Map<Kind, Map<String, String>> byKind(Message message) {
      var byKind = new TreeMap<Kind, Map<String, String>>();
      message
          .getAllFields()
          .forEach(
              (field, value) -> {
                var kind = kind(field);
                var alone = message.newBuilderForType().setField(field, value).build();
                var part = kind == Kind.OTHER ? field.getName() : "";
                byKind
                    .computeIfAbsent(kind, ignored -> new TreeMap<>())
                    .merge(part, MessageFile.line(alone), (a, b) -> a + " " + b);
              });
      return byKind;
    }

    private static Kind kind(FieldDescriptor field) {
      var oneof = field.getContainingOneof();
      return switch (oneof == null ? field.getName() : oneof.getName()) {
        case "type" -> Kind.TYPE;
        case "presence_constraints" -> Kind.PRESENCE;
        case "shape_type" -> Kind.SHAPE;
        case "domain_info" -> Kind.DOMAIN;
        case "distribution_constraints" -> Kind.DISTRIBUTION_CONSTRAINTS;
        case "unique_constraints" -> Kind.UNIQUE_CONSTRAINTS;
        case "in_environment", "not_in_environment", "default_environment" -> Kind.ENVIRONMENTS;
        case "lifecycle_stage", "deprecated" -> Kind.LIFECYCLE_STAGE;
        case "drift_comparator" -> Kind.DRIFT_COMPARATOR;
        case "skew_comparator" -> Kind.SKEW_COMPARATOR;
        case "dataset_constraints" -> Kind.DATASET_CONSTRAINTS;
        case "annotation" -> Kind.ANNOTATION;
        default -> Kind.OTHER;
      };
    }
  }

  private static Set<String> none(Kind kind) {
    return new LinkedHashSet<>();
  }
}
