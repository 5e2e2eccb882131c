package io.tributary.core.artifact;

import java.util.ArrayList;
import java.util.List;

/** The declared property {@code split_names}: names of splits as a JSON array of strings. */
public final class SplitNames {
  /** Name of the property. */
  public static final String PROPERTY = "split_names";

  private SplitNames() {}

  /** {@code ["train", "eval"]}. */
  public static String format(List<String> names) {
    var text = new StringBuilder("[");
    for (var name : names) {
      if (text.length() > 1) {
        text.append(", ");
      }
      text.append('"');
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c == '"' || c == '\\') {
          text.append('\\').append(c);
        } else if (c < 0x20) {
          text.append("\\u00").append(Character.forDigit(c >> 4, 16));
          text.append(Character.forDigit(c & 15, 16));
        } else {
          text.append(c);
        }
      }
      text.append('"');
    }
    return text.append(']').toString();
  }

  /**
   * Reads what {@link #format} or another writer of JSON wrote.
   *
   * @throws IllegalArgumentException if it is no array of strings
   */
  public static List<String> parse(String json) {
    var names = new ArrayList<String>();
    var name = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!inside) {
        if (c == '"') {
          inside = true;
          name.setLength(0);
        } else if (" \t\r\n,[]".indexOf(c) < 0) {
          throw refusal(json);
        }
      } else if (c == '"') {
        inside = false;
        names.add(name.toString());
      } else if (c != '\\') {
        name.append(c);
      } else if (i + 5 < json.length() && json.charAt(i + 1) == 'u') {
        name.append((char) Integer.parseInt(json, i + 2, i + 6, 16));
        i += 5;
      } else if (i + 1 < json.length()) {
        name.append(unescaped(json.charAt(++i)));
      }
    }
    if (inside || !json.startsWith("[") || !json.endsWith("]")) {
      throw refusal(json);
    }
    return List.copyOf(names);
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> c;
    };
  }

  private static IllegalArgumentException refusal(String json) {
    return new IllegalArgumentException(
        "property 'split_names': "
            + json
            + " (expected: a JSON array of strings); the metadata store was written by another program, correct it there");
  }
}
