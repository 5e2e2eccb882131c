package io.tributary.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes records, maps, lists, text, times, numbers and booleans as JSON. The components of a
 * record keep their order; {@code catchUp} is called {@code catch_up}; what is empty is left out.
 */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes a value for people, and leaves the writer open. */
  public static void pretty(Writer out, Object value) throws IOException {
    try (var json = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      write(json, value, false);
    }
  }

  /** Writes a value for programs, in UTF-8, and leaves the stream open. */
  public static void compact(OutputStream out, Object value) throws IOException {
    try (var json = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      write(json, value, false);
    }
  }

  /** What a component is called in JSON. */
  static String name(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** What a value of an enum is called in JSON. */
  static String name(Enum<?> value, boolean lowerCase) {
    return lowerCase ? value.name().toLowerCase(Locale.ROOT) : value.name();
  }

  private static void write(JsonGenerator json, @Nullable Object value, boolean lowerCase)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Record record) {
      json.writeStartObject();
      for (var component : record.getClass().getRecordComponents()) {
        write(json, component, read(component, record));
      }
      json.writeEndObject();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (var entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue(), lowerCase);
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> collection) {
      json.writeStartArray();
      for (var element : collection) {
        write(json, element, lowerCase);
      }
      json.writeEndArray();
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof Enum<?> constant) {
      json.writeString(name(constant, lowerCase));
    } else if (value instanceof CharSequence
        || value instanceof Instant
        || value instanceof Duration) {
      json.writeString(value.toString());
    } else {
      throw new IllegalArgumentException(value.getClass() + ": has no place in JSON");
    }
  }

  private static void write(JsonGenerator json, RecordComponent component, Object value)
      throws IOException {
    var field = component.getAnnotation(Field.class);
    boolean lowerCase = field != null && field.lowerCase();
    if (value instanceof Optional<?> optional) {
      if (optional.isEmpty()) {
        return;
      }
      json.writeFieldName(name(component));
      write(json, optional.get(), lowerCase);
    } else {
      json.writeFieldName(name(component));
      write(json, value, lowerCase);
    }
  }

  private static Object read(RecordComponent component, Record record) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true); // of a record that is nobody else's business
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + ": cannot be read", e);
    }
  }
}
