package io.tributary.components.transform;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.components.json.Json;
import io.tributary.components.transform.FittedTransform.Dtype;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.components.transform.FittedTransform.Label;
import io.tributary.components.transform.FittedTransform.LabelKind;
import io.tributary.components.transform.FittedTransform.RawInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The content of {@code transform.json}.
 *
 * @param descriptions of the features, in the same order: for people
 */
record TransformDescription(
    List<RawInput> inputs,
    List<Feature> features,
    List<Label> labels,
    Optional<String> weight,
    List<FeatureDescription> descriptions) {

  byte[] write() {
    var inputList = new ArrayList<Object>();
    for (var input : inputs) {
      var described = fields("name", input.name(), "dtype", input.dtype().name());
      if (input.isList()) {
        described.put("list", true);
      }
      inputList.add(described);
    }
    var featureList = new ArrayList<Object>();
    descriptions.forEach(description -> featureList.add(description.asMap()));
    var root = fields("inputs", inputList, "features", featureList);
    root.put(
        "labels",
        labels.stream()
            .map(label -> fields("name", label.name(), "kind", label.kind().name()))
            .toList());
    weight.ifPresent(name -> root.put("weight", name));
    return Json.write(root);
  }

  private static Map<String, Object> fields(String a, Object x, String b, Object y) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(a, x);
    fields.put(b, y);
    return fields;
  }

  /** All but the descriptions for people. */
  static TransformDescription read(byte[] json, Path origin) throws IOException {
    return parse(json, origin, TransformDescription::of);
  }

  private static TransformDescription of(Map<?, ?> root) {
    var inputs = new ArrayList<RawInput>();
    for (var entry : list(root, "inputs")) {
      inputs.add(
          new RawInput(
              text(entry, "name"),
              Dtype.valueOf(text(entry, "dtype")),
              Boolean.TRUE.equals(entry.get("list"))));
    }
    var features = list(root, "features").stream().map(TransformDescription::feature).toList();
    var labels = new ArrayList<Label>();
    for (var entry : list(root, "labels")) {
      labels.add(new Label(text(entry, "name"), LabelKind.valueOf(text(entry, "kind"))));
    }
    var weight =
        root.containsKey("weight") ? Optional.of(text(root, "weight")) : Optional.<String>empty();
    return new TransformDescription(inputs, features, labels, weight, List.of());
  }

  private static Feature feature(Map<?, ?> fields) {
    var kind = Kind.valueOf(text(fields, "kind"));
    long size = kind == Kind.NUMBER ? 0 : (Long) field(fields, "size");
    return new Feature(text(fields, "name"), kind, size);
  }

  /** The descriptions for people. */
  static List<FeatureDescription> readDescriptions(byte[] json, Path origin) throws IOException {
    return parse(
        json,
        origin,
        root -> list(root, "features").stream().map(TransformDescription::description).toList());
  }

  private static FeatureDescription description(Map<?, ?> fields) {
    var feature = feature(fields);
    return new FeatureDescription(
        feature.name(),
        feature.kind(),
        OptionalLong.of(feature.size()),
        text(fields, "expression"),
        ((List<?>) field(fields, "columns")).stream().map(String.class::cast).toList(),
        fields.containsKey("fitted")
            ? list(fields, "fitted").stream().map(TransformDescription::constants).toList()
            : List.of());
  }

  private static Map<String, Object> constants(Map<?, ?> fit) {
    var constants = new LinkedHashMap<String, Object>();
    fit.forEach((name, value) -> constants.put((String) name, value));
    return constants;
  }

  private static <T> T parse(byte[] json, Path origin, Function<Map<?, ?>, T> read)
      throws IOException {
    try {
      if (!(Json.read(json) instanceof Map<?, ?> root)) {
        throw new IllegalArgumentException("no JSON object");
      }
      return read.apply(root);
    } catch (JsonProcessingException | ClassCastException | IllegalArgumentException e) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              origin.toString(),
              "not readable: " + e.getMessage(),
              "the description that Transform wrote",
              "run the Transform node again"),
          e);
    }
  }

  private static List<Map<?, ?>> list(Map<?, ?> fields, String name) {
    return ((List<?>) field(fields, name)).stream().<Map<?, ?>>map(e -> (Map<?, ?>) e).toList();
  }

  private static String text(Map<?, ?> fields, String name) {
    return (String) field(fields, name);
  }

  private static Object field(Map<?, ?> fields, String name) {
    var value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no field '" + name + "'");
    }
    return value;
  }
}
