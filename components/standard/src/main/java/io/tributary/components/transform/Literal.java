package io.tributary.components.transform;

/** Constants as Java source text. */
final class Literal {
  private Literal() {}

  /** Whole numbers without a fraction, as one writes them where a double is expected. */
  static String of(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  static String of(String value) {
    var literal = new StringBuilder("\"");
    value
        .chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                literal.append('\\').append((char) c);
              } else if (c < ' ') {
                literal.append(String.format("\\u%04x", c));
              } else {
                literal.append((char) c);
              }
            });
    return literal.append('"').toString();
  }
}
