package io.tributary.data.json;

/** A line that is no row. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String column;

  /**
   * What is wrong.
   *
   * @param column the path of the value that is; empty if the line is
   */
  BadLineException(String column, String value, String expected) {
    super(value + " (expected: " + expected + ")", null, false, false);
    this.column = column;
  }

  String column() {
    return column;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
