package io.tributary.runner.airflow.client;

import java.util.ArrayList;
import java.util.List;

/** The string literals in something that Python has printed with {@code repr}. */
final class PythonTexts {
  private final String printed;
  private int at;

  private PythonTexts(String printed) {
    this.printed = printed;
  }

  /** In their order: for {@code [('vm', 'a\\nb')]}, vm and the two lines. */
  static List<String> in(String printed) {
    var texts = new ArrayList<String>();
    var reader = new PythonTexts(printed);
    while (reader.at < printed.length()) {
      var character = printed.charAt(reader.at++);
      if (character == '\'' || character == '"') {
        texts.add(reader.until(character));
      }
    }
    return texts;
  }

  private String until(char quote) {
    var text = new StringBuilder();
    while (at < printed.length()) {
      var character = printed.charAt(at++);
      if (character == quote) {
        break;
      }
      if (character == '\\' && at < printed.length()) {
        escaped(text);
      } else {
        text.append(character);
      }
    }
    return text.toString();
  }

  private void escaped(StringBuilder text) {
    var kind = printed.charAt(at++);
    switch (kind) {
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'x' -> text.appendCodePoint(number(2));
      case 'u' -> text.appendCodePoint(number(4));
      case 'U' -> text.appendCodePoint(number(8));
      default -> text.append(kind);
    }
  }

  private int number(int digits) {
    var end = Math.min(at + digits, printed.length());
    try {
      var number = Integer.parseInt(printed.substring(at, end), 16);
      return Character.isValidCodePoint(number) ? number : '?';
    } catch (NumberFormatException e) {
      return '?'; // not written by Python
    } finally {
      at = end;
    }
  }
}
