package io.tributary.data.json;

/** A line that is no row. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final String found;
  private final String expected;

  /**
   * What is wrong.
   *
   * @param column the path of the value that is; empty if the line is
   */
  BadLineException(String column, String found, String expected) {
    super(found, null, false, false);
    this.column = column;
    this.found = found;
    this.expected = expected;
  }

  String column() {
    return column;
  }

  String found() {
    return found;
  }

  String expected() {
    return expected;
  }
}
