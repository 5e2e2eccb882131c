package io.tributary.core.launcher;

import java.util.List;
import java.util.Map;

/** Writes JSON: objects, arrays, strings and numbers, in the order given. */
final class Json {
  private final StringBuilder text = new StringBuilder();

  private Json() {}

  /** Text of a value made of maps with string keys, lists, strings, numbers and booleans. */
  static String of(Object value) {
    var json = new Json();
    json.write(value);
    return json.text.toString();
  }

  private void write(Object value) {
    if (value instanceof Map<?, ?> fields) {
      char before = '{';
      for (var field : fields.entrySet()) {
        text.append(before);
        string(field.getKey().toString());
        text.append(':');
        write(field.getValue());
        before = ',';
      }
      text.append(fields.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> elements) {
      char before = '[';
      for (var element : elements) {
        text.append(before);
        write(element);
        before = ',';
      }
      text.append(elements.isEmpty() ? "[]" : "]");
    } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
      text.append(value);
    } else {
      string(value.toString());
    }
  }

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < 0x20) {
            text.append("\\u00").append(Character.forDigit(c >> 4, 16));
            text.append(Character.forDigit(c & 15, 16));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
