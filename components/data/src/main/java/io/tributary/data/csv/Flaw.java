package io.tributary.data.csv;

import java.util.Arrays;

/** How a record breaks the rules of quoting. Reused from record to record; not thread-safe. */
final class Flaw {
  private static final int TEXT = 64;

  /** How a record can be malformed. */
  enum Kind {
    STRAY_QUOTE,
    TEXT_AFTER_QUOTE,
    UNCLOSED_QUOTE,
    NUL,
    TOO_LONG
  }

  private Kind kind = Kind.NUL;
  private boolean leavesDoubt;
  private int field;
  private long line;
  private int index;
  private byte[] text = new byte[0];

  void is(Kind what, boolean doubt) {
    kind = what;
    leavesDoubt = doubt;
  }

  /**
   * Notes where it is.
   *
   * @param bytes in which {@code at} is the place of the flaw, and {@code from} to {@code to} what
   *     can be shown of the field
   */
  void at(int inField, long onLine, byte[] bytes, int at, int from, int to) {
    field = inField;
    line = onLine;
    index = at;
    text = Arrays.copyOfRange(bytes, from, Math.min(to, from + TEXT));
  }

  Kind kind() {
    return kind;
  }

  /** Whether nobody can tell where the next record begins. */
  boolean leavesDoubt() {
    return leavesDoubt;
  }

  /** The number of the field, from 0. */
  int field() {
    return field;
  }

  long line() {
    return line;
  }

  /** The place in the tokenizer's array. */
  int index() {
    return index;
  }

  /** The field up to its flaw, or the beginning of that. */
  byte[] text() {
    return text;
  }
}
