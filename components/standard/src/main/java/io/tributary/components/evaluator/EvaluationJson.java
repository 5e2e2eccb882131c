package io.tributary.components.evaluator;

import io.tributary.components.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON form of an evaluation. */
final class EvaluationJson {
  private static final int FORMAT = 1;

  private EvaluationJson() {}

  static void write(EvaluationResult result, Path file) throws IOException {
    Files.write(file, Json.write(fields(result)));
  }

  static Map<String, Object> fields(EvaluationResult result) {
    var root = new LinkedHashMap<String, Object>();
    root.put("format", FORMAT);
    root.put("task", result.task().key());
    if (result.task() instanceof Task.Ranking ranking) {
      root.put("query", ranking.query());
    }
    threshold(result.task()).ifPresent(threshold -> root.put("decision_threshold", threshold));
    result.confidence().ifPresent(confidence -> root.put("confidence", fields(confidence)));
    root.put("unlabelled_rows", result.unlabelledRows());
    root.put("dropped_bits", result.droppedBits());
    root.put("overall", fields(result.overall(), result.confidence()));
    root.put(
        "slices",
        result.slices().stream().map(slice -> fields(slice, result.confidence())).toList());
    root.put("small_slices", result.smallSlices());
    judgement(result, root);
    if (!result.plots().isEmpty()) {
      root.put("plots", PlotsJson.fields(result.plots()));
    }
    result
        .baselinePlots()
        .filter(plots -> !plots.isEmpty())
        .ifPresent(plots -> root.put("baseline_plots", PlotsJson.fields(plots)));
    return root;
  }

  static void writeVerdicts(EvaluationResult result, Path file) throws IOException {
    var root = new LinkedHashMap<String, Object>();
    root.put("format", FORMAT);
    judgement(result, root);
    Files.write(file, Json.write(root));
  }

  private static void judgement(EvaluationResult result, Map<String, Object> root) {
    root.put("blessed", result.blessed());
    root.put("message", result.message());
    result.override().ifPresent(override -> root.put("override", override(override)));
    root.put("verdicts", result.verdicts().stream().map(EvaluationJson::fields).toList());
  }

  private static Map<String, Object> override(BlessingOverride override) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("by", override.by());
    fields.put("reason", override.reason());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Verdict verdict) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("requirement", verdict.requirement());
    fields.put("metric", verdict.metric().key());
    fields.put("slice", fields(verdict.slice()));
    fields.put("value", verdict.value().orElse(null));
    fields.put("lowest", verdict.bound().lowest().orElse(null));
    fields.put("highest", verdict.bound().highest().orElse(null));
    fields.put("passed", verdict.passed());
    fields.put("reason", verdict.reason());
    return fields;
  }

  static Map<String, @Nullable Object> fields(Slice slice) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    for (var value : slice.values()) {
      fields.put(value.column(), value.value().orElse(null));
    }
    return fields;
  }

  private static Map<String, Object> fields(Confidence confidence) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("method", confidence.method().name().toLowerCase(Locale.ROOT));
    fields.put("level", confidence.level());
    fields.put("replicates", confidence.replicates());
    fields.put("seed", confidence.seed());
    return fields;
  }

  private static Map<String, Object> fields(Spread spread, double value, double level) {
    var interval = spread.interval(value, level);
    var fields = new LinkedHashMap<String, Object>();
    fields.put("lowest", interval.lowest());
    fields.put("highest", interval.highest());
    fields.put("standard_error", spread.standardError());
    fields.put("degrees_of_freedom", spread.degreesOfFreedom());
    return fields;
  }

  private static Map<String, Object> intervals(SliceMetrics metrics, double level) {
    var intervals = new LinkedHashMap<String, Object>();
    metrics
        .spreads()
        .forEach(
            (metric, spread) ->
                intervals.put(
                    metric.key(), fields(spread, metrics.value(metric).orElseThrow(), level)));
    return intervals;
  }

  private static Map<String, Object> changes(SliceMetrics metrics, double level) {
    var changes = new LinkedHashMap<String, Object>();
    metrics
        .changeSpreads()
        .forEach(
            (metric, spread) -> {
              double change =
                  metrics.value(metric).orElseThrow() - metrics.baselineValue(metric).orElseThrow();
              var fields = new LinkedHashMap<String, Object>();
              fields.put("change", change);
              fields.putAll(fields(spread, change, level));
              fields.put("p_value", spread.significance(change));
              changes.put(metric.key(), fields);
            });
    return changes;
  }

  private static Map<String, @Nullable Object> fields(
      SliceMetrics metrics, Optional<Confidence> confidence) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("slice", fields(metrics.slice()));
    fields.put("candidate", fields(metrics.candidate()));
    metrics.baseline().ifPresent(baseline -> fields.put("baseline", fields(baseline)));
    confidence.ifPresent(
        how -> {
          fields.put("intervals", intervals(metrics, how.level()));
          if (metrics.baseline().isPresent()) {
            fields.put("changes", changes(metrics, how.level()));
          }
        });
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Map<Metric, Double> metrics) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    metrics.forEach(
        (metric, value) -> {
          @Nullable Object written = value.isNaN() ? null : value;
          fields.put(metric.key(), metric.isCount() ? (Object) value.longValue() : written);
        });
    return fields;
  }

  private static Optional<Double> threshold(Task task) {
    if (task instanceof Task.Binary binary) {
      return Optional.of(binary.decisionThreshold());
    }
    return task instanceof Task.Multilabel multilabel
        ? Optional.of(multilabel.decisionThreshold())
        : Optional.empty();
  }

  static EvaluationResult read(Path file) throws IOException {
    try {
      if (!(Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> root)) {
        throw new IOException(file + ": no JSON object (expected: metrics of an evaluation)");
      }
      return result(root);
    } catch (ClassCastException | IllegalArgumentException e) {
      throw new IOException(
          file
              + ": not in the form of an evaluation (expected: format "
              + FORMAT
              + "); read it with the version that wrote it",
          e);
    }
  }

  private static EvaluationResult result(Map<?, ?> root) {
    var slices = new ArrayList<SliceMetrics>();
    for (var slice : list(root, "slices")) {
      slices.add(metrics((Map<?, ?>) slice));
    }
    var verdicts = new ArrayList<Verdict>();
    for (var each : list(root, "verdicts")) {
      var verdict = (Map<?, ?>) each;
      verdicts.add(
          new Verdict(
              text(verdict, "requirement"),
              Metric.parse(text(verdict, "metric")),
              slice(verdict),
              optional(verdict, "value"),
              new Bound(optional(verdict, "lowest"), optional(verdict, "highest")),
              bool(verdict, "passed"),
              text(verdict, "reason")));
    }
    return new EvaluationResult(
        task(root),
        confidence(root),
        number(root, "unlabelled_rows").longValue(),
        number(root, "dropped_bits").intValue(),
        metrics(map(root, "overall")),
        slices,
        number(root, "small_slices").longValue(),
        bool(root, "blessed"),
        text(root, "message"),
        verdicts,
        PlotsJson.read(root.get("plots")),
        root.containsKey("baseline_plots")
            ? Optional.of(PlotsJson.read(root.get("baseline_plots")))
            : Optional.empty(),
        root.get("override") instanceof Map<?, ?> override
            ? Optional.of(new BlessingOverride(text(override, "by"), text(override, "reason")))
            : Optional.empty());
  }

  private static SliceMetrics metrics(Map<?, ?> slice) {
    return new SliceMetrics(
        slice(slice),
        figures(map(slice, "candidate")),
        slice.containsKey("baseline")
            ? Optional.of(figures(map(slice, "baseline")))
            : Optional.empty(),
        spreads(slice, "intervals"),
        spreads(slice, "changes"));
  }

  private static Map<Metric, Spread> spreads(Map<?, ?> slice, String name) {
    var spreads = new LinkedHashMap<Metric, Spread>();
    if (slice.get(name) instanceof Map<?, ?> written) {
      written.forEach(
          (key, value) -> {
            var fields = (Map<?, ?>) value;
            spreads.put(
                Metric.parse((String) key),
                new Spread(
                    number(fields, "standard_error").doubleValue(),
                    number(fields, "degrees_of_freedom").intValue()));
          });
    }
    return spreads;
  }

  private static Optional<Confidence> confidence(Map<?, ?> root) {
    if (!(root.get("confidence") instanceof Map<?, ?> written)) {
      return Optional.empty();
    }
    return Optional.of(
        new Confidence(
            Confidence.Method.valueOf(text(written, "method").toUpperCase(Locale.ROOT)),
            number(written, "level").doubleValue(),
            number(written, "replicates").intValue(),
            number(written, "seed").longValue()));
  }

  private static Task task(Map<?, ?> root) {
    var key = text(root, "task");
    return switch (key) {
      case "binary_classification" -> new Task.Binary(threshold(root));
      case "multiclass_classification" -> new Task.Multiclass();
      case "multilabel_classification" -> new Task.Multilabel(threshold(root));
      case "regression" -> new Task.Regression();
      case "ranking" -> new Task.Ranking(text(root, "query"));
      default -> throw new IllegalArgumentException("task: " + key + " (expected: a known one)");
    };
  }

  private static double threshold(Map<?, ?> root) {
    return number(root, "decision_threshold").doubleValue();
  }

  private static Map<Metric, Double> figures(Map<?, ?> written) {
    var figures = new LinkedHashMap<Metric, Double>();
    written
        .keySet()
        .forEach(
            key ->
                figures.put(
                    Metric.parse((String) key),
                    optional(written, (String) key).orElse(Double.NaN)));
    return figures;
  }

  static Slice slice(Map<?, ?> holder) {
    var values = new ArrayList<Slice.Value>();
    map(holder, "slice")
        .forEach(
            (column, value) ->
                values.add(new Slice.Value((String) column, Optional.ofNullable((String) value))));
    return new Slice(values);
  }

  private static Map<?, ?> map(Map<?, ?> holder, String name) {
    return (Map<?, ?>) present(holder, name);
  }

  static List<?> list(Map<?, ?> holder, String name) {
    return (List<?>) present(holder, name);
  }

  static String text(Map<?, ?> holder, String name) {
    return (String) present(holder, name);
  }

  private static boolean bool(Map<?, ?> holder, String name) {
    return (Boolean) present(holder, name);
  }

  static Number number(Map<?, ?> holder, String name) {
    return (Number) present(holder, name);
  }

  private static Optional<Double> optional(Map<?, ?> holder, String name) {
    return Optional.ofNullable((Number) holder.get(name)).map(Number::doubleValue);
  }

  private static Object present(Map<?, ?> holder, String name) {
    var value = holder.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + ": absent (expected: a value)");
    }
    return value;
  }
}
