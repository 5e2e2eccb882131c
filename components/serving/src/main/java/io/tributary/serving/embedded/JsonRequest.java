package io.tributary.serving.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON of an inference request, read in one pass whatever the order of its fields.
 *
 * @param id to be sent back; empty if there is none
 * @param inputs by name
 * @param outputs the names wanted; empty for all
 */
record JsonRequest(String id, Map<String, Tensor> inputs, Set<String> outputs) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private interface Reader<T> {
    T read(JsonParser json) throws IOException;
  }

  private static <T> T read(byte[] body, Reader<T> reader) {
    try (JsonParser json = JSON.createParser(body)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT, "request");
      T result = reader.read(json);
      if (json.nextToken() != null) {
        throw new IllegalArgumentException(
            "request body: more behind the object (expected: one JSON object)");
      }
      return result;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "request body: " + e.getMessage() + " (expected: a JSON object of KServe v2)", e);
    }
  }

  /**
   * Reads a request; an {@link IllegalArgumentException} names everything wrong with its inputs.
   */
  static JsonRequest parse(byte[] body) {
    return read(body, JsonRequest::request);
  }

  private static JsonRequest request(JsonParser json) throws IOException {
    String id = "";
    List<String> problems = new ArrayList<>();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    Set<String> outputs = new LinkedHashSet<>();
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "id" -> id = json.getValueAsString("");
        case "inputs" -> {
          expect(json, json.currentToken(), JsonToken.START_ARRAY, "inputs");
          while (json.nextToken() == JsonToken.START_OBJECT) {
            input(json, inputs, problems);
          }
        }
        case "outputs" -> {
          expect(json, json.currentToken(), JsonToken.START_ARRAY, "outputs");
          while (json.nextToken() == JsonToken.START_OBJECT) {
            outputs.add(output(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new JsonRequest(id, inputs, outputs);
  }

  private static void input(JsonParser json, Map<String, Tensor> inputs, List<String> problems)
      throws IOException {
    String name = "";
    String datatype = "";
    List<Long> shape = new ArrayList<>();
    JsonValues values = new JsonValues();
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      switch (field) {
        case "name" -> name = json.getValueAsString("");
        case "datatype" -> datatype = json.getValueAsString("");
        case "shape" -> {
          expect(json, token, JsonToken.START_ARRAY, "shape of input '" + name + "'");
          while (json.nextToken() != JsonToken.END_ARRAY) {
            shape.add(json.getLongValue());
          }
        }
        case "data" -> values.read(json);
        default -> json.skipChildren();
      }
    }
    try {
      if (inputs.put(name, values.tensor(name, datatype, new Shape(shape))) != null) {
        problems.add("input '" + name + "' is given twice (expected: once)");
      }
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
  }

  private static String output(JsonParser json) throws IOException {
    String name = "";
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      if (field.equals("name")) {
        name = json.getValueAsString("");
      } else {
        json.skipChildren();
      }
    }
    return name;
  }

  /** Whether an index request, whose body may be empty, asks for ready models only. */
  static boolean readyOnly(byte[] body) {
    return body.length > 0
        && read(
            body,
            json -> {
              boolean ready = false;
              for (String field = json.nextFieldName();
                  field != null;
                  field = json.nextFieldName()) {
                json.nextToken();
                if (field.equals("ready")) {
                  ready = json.getBooleanValue();
                } else {
                  json.skipChildren();
                }
              }
              return ready;
            });
  }

  /** The configuration that a load request, whose body may be empty, brings along. */
  static Optional<String> configOverride(byte[] body) {
    return body.length == 0 ? Optional.empty() : read(body, JsonRequest::loadParameters);
  }

  private static Optional<String> loadParameters(JsonParser json) throws IOException {
    Optional<String> config = Optional.empty();
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      if (!field.equals("parameters")) {
        json.skipChildren();
        continue;
      }
      expect(json, token, JsonToken.START_OBJECT, "parameters");
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (!name.equals("config")) {
          throw new IllegalArgumentException(
              "load parameter '"
                  + name
                  + "' (expected: 'config' or none); put files into the repository and load again");
        }
        config = Optional.of(json.getValueAsString(""));
      }
    }
    return config;
  }

  private static void expect(
      JsonParser json,
      @org.jspecify.annotations.Nullable JsonToken actual,
      JsonToken expected,
      String what) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          what
              + ": "
              + actual
              + " at "
              + json.currentLocation().offsetDescription()
              + " (expected: "
              + expected
              + ")");
    }
  }
}
