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

/**
 * The content of {@code transform.json}.
 *
 * @param fitted what each feature's analyzers found, by feature: for people, not read back
 */
record TransformDescription(
    List<RawInput> inputs,
    List<Feature> features,
    List<Label> labels,
    Map<String, List<Map<String, Object>>> fitted) {

  byte[] write() {
    var inputList = new ArrayList<Object>();
    for (var input : inputs) {
      inputList.add(fields("name", input.name(), "dtype", input.dtype().name()));
    }
    var featureList = new ArrayList<Object>();
    for (var feature : features) {
      var fields = fields("name", feature.name(), "kind", feature.kind().name());
      if (feature.kind() != Kind.NUMBER) {
        fields.put("size", feature.size());
      }
      var found = fitted.getOrDefault(feature.name(), List.of());
      if (!found.isEmpty()) {
        fields.put("fitted", found);
      }
      featureList.add(fields);
    }
    var root = fields("inputs", inputList, "features", featureList);
    root.put(
        "labels",
        labels.stream()
            .map(label -> fields("name", label.name(), "kind", label.kind().name()))
            .toList());
    return Json.write(root);
  }

  private static Map<String, Object> fields(String a, Object x, String b, Object y) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(a, x);
    fields.put(b, y);
    return fields;
  }

  static TransformDescription read(byte[] json, Path origin) throws IOException {
    try {
      if (!(Json.read(json) instanceof Map<?, ?> root)) {
        throw new IllegalArgumentException("no JSON object");
      }
      var inputs = new ArrayList<RawInput>();
      for (var entry : list(root, "inputs")) {
        inputs.add(new RawInput(text(entry, "name"), Dtype.valueOf(text(entry, "dtype"))));
      }
      var features = new ArrayList<Feature>();
      for (var entry : list(root, "features")) {
        var kind = Kind.valueOf(text(entry, "kind"));
        long size = kind == Kind.NUMBER ? 0 : (Long) field(entry, "size");
        features.add(new Feature(text(entry, "name"), kind, size));
      }
      var labels = new ArrayList<Label>();
      for (var entry : list(root, "labels")) {
        labels.add(new Label(text(entry, "name"), LabelKind.valueOf(text(entry, "kind"))));
      }
      return new TransformDescription(inputs, features, labels, Map.of());
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
