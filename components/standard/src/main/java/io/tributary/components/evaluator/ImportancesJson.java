package io.tributary.components.evaluator;

import io.tributary.components.evaluator.Importances.Contributions;
import io.tributary.components.evaluator.Importances.Effect;
import io.tributary.components.evaluator.Importances.OfSlice;
import io.tributary.components.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON form of importances. */
final class ImportancesJson {
  private static final int FORMAT = 1;

  private ImportancesJson() {}

  static void write(Importances importances, Path file) throws IOException {
    Files.write(file, Json.write(fields(importances)));
  }

  static Map<String, Object> fields(Importances importances) {
    var root = new LinkedHashMap<String, Object>();
    root.put("format", FORMAT);
    root.put("rows", importances.rows());
    root.put("repeats", importances.repeats());
    root.put("seed", importances.seed());
    root.put("columns", importances.columns().stream().map(ImportancesJson::fields).toList());
    importances.contributions().ifPresent(of -> root.put("contributions", fields(of)));
    root.put("without_contributions", importances.withoutContributions());
    return root;
  }

  private static Map<String, Object> fields(Effect effect) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("column", effect.column());
    fields.put("slice", EvaluationJson.fields(effect.slice()));
    fields.put("metric", effect.metric().key());
    fields.put("mean", effect.mean());
    fields.put("deviation", effect.deviation());
    return fields;
  }

  private static Map<String, Object> fields(Contributions of) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("unit", of.unit());
    fields.put("features", of.features());
    fields.put("outputs", of.outputs());
    fields.put("expected", of.expected());
    fields.put("slices", of.slices().stream().map(ImportancesJson::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(OfSlice of) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("slice", EvaluationJson.fields(of.slice()));
    fields.put("size", of.size());
    fields.put("means", of.means());
    return fields;
  }

  static Importances read(Path file) throws IOException {
    try {
      if (Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> root) {
        return importances(root);
      }
      throw new IOException(file + ": no JSON object (expected: importances)");
    } catch (ClassCastException | IllegalArgumentException e) {
      throw new IOException(
          file
              + ": not in the form of importances (expected: format "
              + FORMAT
              + "); read it with the version that wrote it",
          e);
    }
  }

  private static Importances importances(Map<?, ?> root) {
    var effects = new ArrayList<Effect>();
    for (var each : EvaluationJson.list(root, "columns")) {
      var effect = (Map<?, ?>) each;
      effects.add(
          new Effect(
              EvaluationJson.text(effect, "column"),
              EvaluationJson.slice(effect),
              Metric.parse(EvaluationJson.text(effect, "metric")),
              number(effect, "mean"),
              number(effect, "deviation")));
    }
    return new Importances(
        EvaluationJson.number(root, "rows").longValue(),
        EvaluationJson.number(root, "repeats").intValue(),
        EvaluationJson.number(root, "seed").longValue(),
        effects,
        root.get("contributions") instanceof Map<?, ?> of
            ? Optional.of(contributions(of))
            : Optional.empty(),
        EvaluationJson.text(root, "without_contributions"));
  }

  private static Contributions contributions(Map<?, ?> of) {
    var slices = new ArrayList<OfSlice>();
    for (var each : EvaluationJson.list(of, "slices")) {
      var slice = (Map<?, ?>) each;
      slices.add(
          new OfSlice(
              EvaluationJson.slice(slice),
              number(slice, "size"),
              EvaluationJson.list(slice, "means").stream()
                  .map(means -> numbers((List<?>) means))
                  .toList()));
    }
    return new Contributions(
        EvaluationJson.text(of, "unit"),
        texts(EvaluationJson.list(of, "features")),
        texts(EvaluationJson.list(of, "outputs")),
        numbers(EvaluationJson.list(of, "expected")),
        slices);
  }

  private static double number(Map<?, ?> holder, String name) {
    return EvaluationJson.number(holder, name).doubleValue();
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(value -> (String) value).toList();
  }

  private static List<Double> numbers(List<?> values) {
    return values.stream().map(value -> number(value)).toList();
  }

  private static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(value + " (expected: a number)");
  }
}
