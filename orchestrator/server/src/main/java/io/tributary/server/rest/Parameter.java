package io.tributary.server.rest;

import io.tributary.server.json.Shape;
import java.util.Optional;

/**
 * A part of an address that stands for a value.
 *
 * @param inPath whether it is a part of the path; else of the query, where it may be left out
 * @param byDefault what it is where it is left out; empty for nothing
 */
record Parameter(
    String name, boolean inPath, Shape shape, String about, Optional<Object> byDefault) {
  private static final String CURSOR = "^[^\\u0000-\\u001f\\u007f]{1,1000}$";

  static final Parameter LIMIT =
      new Parameter(
          "limit", false, new Shape.Whole(1, 100, true), "at most so many", Optional.of(50));

  static final Parameter AFTER =
      query("after", new Shape.Text(CURSOR), "goes on after a page: what it said is next");

  /** The same where entries are numbered. */
  static final Parameter AFTER_ID =
      query(
          "after",
          new Shape.Whole(0, 1L << 53, false),
          "goes on after a page: what it said is next");

  /** The same where entries have a time each. */
  static final Parameter AFTER_TIME =
      query("after", new Shape.Moment(), "goes on after a page: what it said is next");

  static Parameter path(String name, String pattern, String about) {
    return new Parameter(name, true, new Shape.Text(pattern), about, Optional.empty());
  }

  static Parameter path(String name, Shape shape, String about) {
    return new Parameter(name, true, shape, about, Optional.empty());
  }

  static Parameter query(String name, Shape shape, String about) {
    return new Parameter(name, false, shape, about, Optional.empty());
  }

  static Parameter query(String name, Shape shape, String about, Object byDefault) {
    return new Parameter(name, false, shape, about, Optional.of(byDefault));
  }
}
