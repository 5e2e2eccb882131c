package io.tributary.components.card;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the directory of a model says of it.
 *
 * @param description {@code model_card.json}: how it was made; empty where there is none, as of
 *     models of other makers
 * @param signature {@code signature.json}: inputs and outputs; empty where there is none
 */
public record ModelFiles(
    Map<String, @Nullable Object> description, Map<String, @Nullable Object> signature) {
  private static final String GRAPH = "model.onnx";
  private static final String DESCRIPTION = "model_card.json";
  private static final String SIGNATURE = "signature.json";

  public ModelFiles {
    description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
    signature = Collections.unmodifiableMap(new LinkedHashMap<>(signature));
  }

  /**
   * Reads them.
   *
   * @param directory payload of a {@code Model}
   * @throws ExecutionFailure NOT_FOUND if there is no {@code model.onnx}, INVALID_DATA if a file is
   *     damaged
   */
  public static ModelFiles read(Path directory) throws IOException {
    if (!Files.isRegularFile(directory.resolve(GRAPH))) {
      throw new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(
              directory.toString(),
              Files.isDirectory(directory) ? "no " + GRAPH + " in it" : "no such directory",
              "the directory of a model",
              "mend the path; if the model has been deleted, train it again"));
    }
    return new ModelFiles(
        fields(directory.resolve(DESCRIPTION)), fields(directory.resolve(SIGNATURE)));
  }

  private static Map<String, @Nullable Object> fields(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      if (Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> fields) {
        return named(fields);
      }
      throw damaged(file, "no JSON object", null);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw damaged(file, String.valueOf(e.getOriginalMessage()), e);
    }
  }

  private static ExecutionFailure damaged(Path file, String what, @Nullable Throwable cause) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            file.toString(), what, "a file as a Trainer writes it", "train the model again"),
        cause);
  }

  /** A field of the description that is a text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(description.get(name)).map(String::valueOf);
  }

  /** A field of the description that has fields of its own; none where it is absent. */
  public Map<String, @Nullable Object> fields(String name) {
    return description.get(name) instanceof Map<?, ?> fields ? named(fields) : Map.of();
  }

  /** A field of the description that is a list; empty where it is absent. */
  List<?> list(String name) {
    return description.get(name) instanceof List<?> list ? list : List.of();
  }

  /** The labels that it was trained for; empty where that is not told. */
  public List<String> labels() {
    var data = fields("data");
    if (data.get("labels") instanceof List<?> labels) {
      return labels.stream().map(String::valueOf).toList();
    }
    return Optional.ofNullable(data.get("label"))
        .map(label -> List.of(label.toString()))
        .orElse(List.of());
  }

  /** Its inputs, each with the fields {@code name}, {@code datatype} and {@code shape}. */
  List<Map<String, @Nullable Object>> inputs() {
    return tensors("inputs");
  }

  /** Its outputs, likewise, some with {@code classes}. */
  List<Map<String, @Nullable Object>> outputs() {
    return tensors("outputs");
  }

  private List<Map<String, @Nullable Object>> tensors(String which) {
    return signature.get(which) instanceof List<?> tensors
        ? tensors.stream()
            .filter(Map.class::isInstance)
            .map(tensor -> named((Map<?, ?>) tensor))
            .toList()
        : List.of();
  }

  /** What the values of a row of a tensor stand for, one after another; empty if unknown. */
  static String values(Map<String, @Nullable Object> tensor) {
    return tensor.get("classes") instanceof List<?> names
        ? names.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : "";
  }

  static Map<String, @Nullable Object> named(Map<?, ?> fields) {
    var named = new LinkedHashMap<String, @Nullable Object>();
    fields.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }
}
