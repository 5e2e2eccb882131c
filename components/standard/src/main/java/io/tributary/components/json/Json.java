package io.tributary.components.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps, lists, strings, longs, doubles and booleans as JSON text: the same bytes on every platform,
 * without the start-up time of data binding.
 */
final class Json {
  private Json() {}

  static byte[] write(Object value) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var generator = new JsonFactory().createGenerator(bytes)) {
      var lines = new DefaultIndenter("  ", "\n");
      generator.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(lines));
      write(generator, value);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Map<?, ?> fields) {
      out.writeStartObject();
      for (var field : fields.entrySet()) {
        out.writeFieldName((String) field.getKey());
        write(out, field.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> elements) {
      out.writeStartArray();
      for (var element : elements) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (value instanceof Double number) {
      out.writeNumber(shortest(number));
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else {
      out.writeString((String) value);
    }
  }

  /**
   * The shortest of 15 to 17 significant digits that reads back as {@code value}. Not {@link
   * Double#toString}, whose digits differ between releases of Java.
   */
  static String shortest(double value) {
    if (value == 0) {
      return "0.0";
    }
    var exact = new BigDecimal(value);
    for (int digits = 15; digits < 17; digits++) {
      var rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        return text(rounded);
      }
    }
    return text(exact.round(new MathContext(17)));
  }

  private static String text(BigDecimal value) {
    var stripped = value.stripTrailingZeros();
    return stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 17
        ? stripped.setScale(1).toPlainString()
        : stripped.toString();
  }

  static Object read(byte[] json) throws IOException {
    try (var parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      return read(parser);
    }
  }

  private static Object read(JsonParser in) throws IOException {
    var token = in.currentToken();
    if (token == JsonToken.START_OBJECT) {
      var fields = new LinkedHashMap<String, Object>();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        var name = in.currentName();
        in.nextToken();
        fields.put(name, read(in));
      }
      return fields;
    } else if (token == JsonToken.START_ARRAY) {
      var elements = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        elements.add(read(in));
      }
      return elements;
    } else if (token == JsonToken.VALUE_STRING) {
      return in.getText();
    } else if (token == JsonToken.VALUE_NUMBER_INT) {
      return in.getLongValue();
    } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      return in.getDoubleValue();
    } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    throw new JsonParseException(in, "unexpected " + token);
  }
}
