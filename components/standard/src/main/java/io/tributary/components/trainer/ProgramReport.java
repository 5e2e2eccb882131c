package io.tributary.components.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.components.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program tells of its model in {@code model.json}, which it need not write.
 *
 * @param algorithm empty if it does not tell
 * @param library empty if it does not tell
 */
record ProgramReport(
    String algorithm,
    String library,
    Map<String, Object> hyperParameters,
    Map<String, Object> fitted,
    Map<String, Object> provenance) {
  private static final String FILE = "model.json";

  /**
   * Reads the report.
   *
   * @throws io.tributary.api.ExecutionFailure that tells all that is wrong with it
   */
  static ProgramReport read(String where, Path directory) throws IOException {
    var file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return new ProgramReport("", "", Map.of(), Map.of(), Map.of());
    }
    var problems = new Problems(where + " > " + FILE, Code.INVALID_DATA);
    var report = parse(Files.readAllBytes(file), problems);
    var read =
        new ProgramReport(
            text(report, "algorithm", problems),
            text(report, "library", problems),
            plain(report, "hyper_parameters", problems),
            plain(report, "fitted", problems),
            object(report, "provenance", problems));
    problems.throwIfAny();
    return read;
  }

  private static Map<?, ?> parse(byte[] json, Problems problems) throws IOException {
    String found;
    try {
      if (Json.read(json) instanceof Map<?, ?> object) {
        return object;
      }
      found = "no object";
    } catch (JsonProcessingException e) {
      found = "no JSON: " + e.getOriginalMessage();
    }
    problems.add("content", found, "a JSON object", "correct what the program writes");
    return Map.of();
  }

  private static String text(Map<?, ?> report, String name, Problems problems) {
    var value = report.get(name);
    if (value == null) {
      return "";
    }
    if (!(value instanceof String text)) {
      problems.add("'" + name + "'", value.toString(), "a text", "write it in quotes");
      return "";
    }
    return text;
  }

  private static Map<String, Object> object(Map<?, ?> report, String name, Problems problems) {
    var value = report.get(name);
    var fields = new LinkedHashMap<String, Object>();
    if (value instanceof Map<?, ?> object) {
      object.forEach((key, field) -> put(fields, String.valueOf(key), field));
    } else if (value != null) {
      problems.add("'" + name + "'", value.toString(), "an object", "write names and values");
    }
    return fields;
  }

  /** Nulls say nothing. */
  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static Map<String, Object> plain(Map<?, ?> report, String name, Problems problems) {
    var fields = object(report, name, problems);
    fields.forEach(
        (key, value) -> {
          if (value instanceof Map || value instanceof Iterable) {
            problems.add(
                "'" + name + "' > '" + key + "'",
                value.toString(),
                "a text, number or truth value",
                "write it as text");
          }
        });
    return fields;
  }

  /** For the model card: what the program was told, and what it tells. */
  ModelDescription description(ExternalTrainer trainer) {
    var all = new LinkedHashMap<>(TrainingRequest.hyperParameters(trainer));
    all.putAll(hyperParameters);
    return new ModelDescription(
        algorithm.isEmpty() ? "that of " + trainer.program() : algorithm,
        library.isEmpty() ? "not told" : library,
        all,
        fitted,
        provenance);
  }
}
