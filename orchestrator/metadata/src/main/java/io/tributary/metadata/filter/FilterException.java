package io.tributary.metadata.filter;

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
}
