package io.tributary.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a {@link Signature}: lists "inputs" and "outputs" of name, datatype, shape and,
 * where there are any, classes.
 */
final class SignatureJson {
  private SignatureJson() {}

  static String write(Signature signature) {
    StringBuilder out = new StringBuilder("{\n");
    write(out, "inputs", signature.inputs());
    out.append(",\n");
    write(out, "outputs", signature.outputs());
    return out.append("\n}\n").toString();
  }

  private static void write(StringBuilder out, String field, List<TensorSpec> specs) {
    out.append("  \"").append(field).append("\": [");
    String separator = "\n";
    for (TensorSpec spec : specs) {
      out.append(separator).append("    {\"name\": \"");
      out.append(JsonStringEncoder.getInstance().quoteAsString(spec.name()));
      out.append("\", \"datatype\": \"").append(spec.datatype());
      out.append("\", \"shape\": ").append(spec.shape());
      if (!spec.classes().isEmpty()) {
        out.append(", \"classes\": ").append(ClassNames.write(spec.classes()));
      }
      out.append('}');
      separator = ",\n";
    }
    out.append("\n  ]");
  }

  static Signature read(String json) {
    List<TensorSpec> inputs = List.of();
    List<TensorSpec> outputs = List.of();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        parser.nextToken();
        switch (field) {
          case "inputs" -> inputs = readSpecs(parser);
          case "outputs" -> outputs = readSpecs(parser);
          default -> parser.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "signature: "
              + e.getOriginalMessage()
              + " at "
              + e.getLocation().offsetDescription()
              + " (expected: the JSON object of a signature)",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text cannot be read", e);
    }
    return new Signature(inputs, outputs);
  }

  private static List<TensorSpec> readSpecs(JsonParser parser) throws IOException {
    expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
    List<TensorSpec> specs = new ArrayList<>();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      specs.add(readSpec(parser));
    }
    return specs;
  }

  private static TensorSpec readSpec(JsonParser parser) throws IOException {
    String name = "";
    Datatype datatype = null;
    List<Long> shape = null;
    List<String> classes = List.of();
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      parser.nextToken();
      switch (field) {
        case "name" -> name = parser.getText();
        case "datatype" -> datatype = Datatype.valueOf(parser.getText());
        case "shape" -> shape = readShape(parser);
        case "classes" -> classes = ClassNames.read(parser);
        default -> parser.skipChildren();
      }
    }
    if (datatype == null || shape == null) {
      throw new IllegalArgumentException(
          "signature: tensor '" + name + "' (expected: name, datatype and shape)");
    }
    return new TensorSpec(name, datatype, new Shape(shape), classes);
  }

  private static List<Long> readShape(JsonParser parser) throws IOException {
    expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
    List<Long> dims = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      dims.add(parser.getLongValue());
    }
    return dims;
  }

  private static void expect(JsonParser parser, @Nullable JsonToken actual, JsonToken expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          "signature: "
              + actual
              + " at "
              + parser.currentLocation().offsetDescription()
              + " (expected: "
              + expected
              + ")");
    }
  }
}
