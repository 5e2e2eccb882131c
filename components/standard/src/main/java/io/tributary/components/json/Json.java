package io.tributary.components.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
import org.jspecify.annotations.Nullable;

/**
 * Maps, lists, strings, integers, doubles, floats, booleans and null as JSON text: the same bytes
 * on every platform and release of Java, without the start-up time of data binding.
 */
public final class Json {
  /** Names of metrics hold those of classes, and these are as long as the texts of the data. */
  private static final JsonFactory READER =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /**
   * The text, in UTF-8, with a line end behind it. Maps are written in their own order.
   *
   * @throws IllegalArgumentException if there is a value of another type, NaN or an infinity in it
   */
  public static byte[] write(@Nullable Object value) {
    var bytes = new ByteArrayOutputStream();
    try (var generator = new JsonFactory().createGenerator(bytes)) {
      var lines = new DefaultIndenter("  ", "\n");
      generator.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(lines));
      write(generator, value);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory: " + e.getMessage(), e);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
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
    } else if (value instanceof Float number) {
      out.writeNumber(shortest(number));
    } else if (value instanceof Long || value instanceof Integer) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof String text) {
      out.writeString(text);
    } else if (value == null) {
      out.writeNull();
    } else {
      throw new IllegalArgumentException(
          value.getClass().getName() + " (expected: a map, list, string, number or boolean)");
    }
  }

  /**
   * The shortest of 15 to 17 significant digits that reads back as {@code value}. Not {@link
   * Double#toString}, whose digits differ between releases of Java.
   */
  static String shortest(double value) {
    requireFinite(Double.isFinite(value), value);
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

  /** The shortest of 6 to 9 significant digits that reads back as {@code value}. */
  static String shortest(float value) {
    requireFinite(Float.isFinite(value), value);
    if (value == 0) {
      return "0.0";
    }
    var exact = new BigDecimal(value);
    for (int digits = 6; digits < 9; digits++) {
      var rounded = exact.round(new MathContext(digits));
      if (rounded.floatValue() == value) {
        return text(rounded);
      }
    }
    return text(exact.round(new MathContext(9)));
  }

  private static void requireFinite(boolean isFinite, Number value) {
    if (!isFinite) {
      throw new IllegalArgumentException(value + " (expected: a finite number, or null)");
    }
  }

  private static String text(BigDecimal value) {
    var stripped = value.stripTrailingZeros();
    return stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 17
        ? stripped.setScale(1).toPlainString()
        : stripped.toString();
  }

  /**
   * The value as {@link LinkedHashMap}, {@link List}, {@link String}, {@link Long}, {@link Double},
   * {@link Boolean} or null.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException if it is no JSON
   */
  public static @Nullable Object read(byte[] json) throws IOException {
    try (var parser = READER.createParser(json)) {
      parser.nextToken();
      return read(parser);
    }
  }

  private static @Nullable Object read(JsonParser in) throws IOException {
    var token = in.currentToken();
    if (token == JsonToken.START_OBJECT) {
      var fields = new LinkedHashMap<String, @Nullable Object>();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        var name = in.currentName();
        in.nextToken();
        fields.put(name, read(in));
      }
      return fields;
    } else if (token == JsonToken.START_ARRAY) {
      var elements = new ArrayList<@Nullable Object>();
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
    } else if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    throw new JsonParseException(in, "unexpected " + token);
  }
}
