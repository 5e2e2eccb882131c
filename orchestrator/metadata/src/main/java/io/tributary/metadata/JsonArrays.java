package io.tributary.metadata;

import java.util.Collection;

/**
 * Writes lists as JSON arrays: one statement parameter carries any number of values, and the
 * database takes them apart.
 */
final class JsonArrays {

  private JsonArrays() {}

  static String ofNumbers(Collection<Long> values) {
    var json = new StringBuilder("[");
    for (long value : values) {
      if (json.length() > 1) {
        json.append(',');
      }
      json.append(value);
    }
    return json.append(']').toString();
  }

  static String ofStrings(Collection<String> values) {
    var json = new StringBuilder("[");
    for (var value : values) {
      if (json.length() > 1) {
        json.append(',');
      }
      append(json, value);
    }
    return json.append(']').toString();
  }

  private static void append(StringBuilder json, String value) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
