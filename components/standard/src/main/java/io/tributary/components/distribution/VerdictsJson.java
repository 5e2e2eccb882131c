package io.tributary.components.distribution;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON form of verdicts. */
final class VerdictsJson {
  private static final int FORMAT = 1;

  private VerdictsJson() {}

  static void write(Verdicts verdicts, Path file) throws IOException {
    var root = new LinkedHashMap<String, Object>();
    root.put("format", FORMAT);
    root.put(
        "holds",
        verdicts.features().stream().allMatch(Verdict::holds)
            && verdicts.examples().stream().allMatch(ExamplesVerdict::holds));
    root.put("examples", verdicts.examples().stream().map(VerdictsJson::fields).toList());
    root.put("features", verdicts.features().stream().map(VerdictsJson::fields).toList());
    Files.write(file, Json.write(root));
  }

  private static Map<String, @Nullable Object> fields(ExamplesVerdict verdict) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("against", verdict.against().text());
    fields.put("current", verdict.current());
    fields.put("baseline", verdict.baseline());
    fields.put("least_ratio", verdict.least().orElse(null));
    fields.put("most_ratio", verdict.most().orElse(null));
    fields.put("holds", verdict.holds());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Verdict verdict) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("feature", verdict.path());
    fields.put("against", verdict.against().text());
    fields.put("distance", key(verdict.distance()));
    fields.put("basis", key(verdict.basis()));
    fields.put("limit_of", verdict.limit() instanceof Limit.AtMost ? "distance" : "p_value");
    fields.put("limit", verdict.limit().bound());
    fields.put("outcome", key(verdict.outcome()));
    fields.put("value", verdict.value().orElse(null));
    fields.put("p_value", verdict.pValue().orElse(null));
    fields.put("by_chance", verdict.byChance().orElse(null));
    fields.put("current_count", verdict.currentCount());
    fields.put("baseline_count", verdict.baselineCount());
    fields.put("note", verdict.note());
    fields.put(
        "buckets",
        verdict.buckets().stream()
            .map(
                bucket -> {
                  var parts = new LinkedHashMap<String, Object>();
                  parts.put("label", bucket.label());
                  parts.put("current", bucket.current());
                  parts.put("baseline", bucket.baseline());
                  parts.put("contribution", bucket.contribution());
                  return parts;
                })
            .toList());
    return fields;
  }

  private static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Verdicts read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.NOT_FOUND,
          new Explanation(
              file.toString(),
              "no such file",
              "the verdicts of a split",
              "check the name of the split, and run the node that validates again"));
    }
    try {
      var root = (Map<?, ?>) present(Json.read(Files.readAllBytes(file)));
      return new Verdicts(
          list(root, "features").stream().map(VerdictsJson::verdict).toList(),
          list(root, "examples").stream().map(VerdictsJson::examples).toList());
    } catch (ClassCastException | IllegalArgumentException | IOException e) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              file.toString(),
              "not readable: " + e.getMessage(),
              "verdicts of format " + FORMAT,
              "run the node that validates again"),
          e);
    }
  }

  private static ExamplesVerdict examples(Object written) {
    var fields = (Map<?, ?>) written;
    return new ExamplesVerdict(
        constant(Against.class, fields, "against"),
        number(fields, "current").doubleValue(),
        number(fields, "baseline").doubleValue(),
        optional(fields, "least_ratio"),
        optional(fields, "most_ratio"));
  }

  private static Verdict verdict(Object written) {
    var fields = (Map<?, ?>) written;
    double limit = number(fields, "limit").doubleValue();
    return new Verdict(
        list(fields, "feature").stream().map(String.class::cast).toList(),
        constant(Against.class, fields, "against"),
        constant(Distance.class, fields, "distance"),
        constant(Basis.class, fields, "basis"),
        text(fields, "limit_of").equals("distance")
            ? new Limit.AtMost(limit)
            : new Limit.PValueAtLeast(limit),
        constant(Verdict.Outcome.class, fields, "outcome"),
        optional(fields, "value"),
        optional(fields, "p_value"),
        optional(fields, "by_chance"),
        number(fields, "current_count").doubleValue(),
        number(fields, "baseline_count").doubleValue(),
        list(fields, "buckets").stream().map(VerdictsJson::bucket).toList(),
        text(fields, "note"));
  }

  private static Bucket bucket(Object written) {
    var fields = (Map<?, ?>) written;
    return new Bucket(
        text(fields, "label"),
        number(fields, "current").doubleValue(),
        number(fields, "baseline").doubleValue(),
        number(fields, "contribution").doubleValue());
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Map<?, ?> fields, String name) {
    return Enum.valueOf(type, text(fields, name).toUpperCase(Locale.ROOT));
  }

  private static List<?> list(Map<?, ?> fields, String name) {
    return (List<?>) present(fields.get(name));
  }

  private static String text(Map<?, ?> fields, String name) {
    return (String) present(fields.get(name));
  }

  private static Number number(Map<?, ?> fields, String name) {
    return (Number) present(fields.get(name));
  }

  private static Optional<Double> optional(Map<?, ?> fields, String name) {
    return Optional.ofNullable((Number) fields.get(name)).map(Number::doubleValue);
  }

  private static Object present(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("a field is absent");
    }
    return value;
  }
}
