package io.tributary.metadata.filter;

import java.util.ArrayList;

/** A filter query that cannot be understood; the message says what, where and what to do. */
public final class FilterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FilterException(String message) {
    super(message);
  }

  /**
   * @param at the offset in the query, from 0
   */
  static FilterException at(int at, String what, String remedy) {
    return new FilterException("filter_query at " + (at + 1) + ": " + what + "; " + remedy);
  }

  /** An operator or function whose operands do not go with it, or with each other. */
  static FilterException mismatch(Token at, String operator, Expression... operands) {
    var types = new ArrayList<String>();
    for (var operand : operands) {
      types.add(operand.type().name());
    }
    return at(
        at.start(),
        operator + " of " + String.join(" and ", types) + " (expected: values that go with it)",
        "compare numbers with numbers, strings with strings, and NULL with IS NULL");
  }
}
