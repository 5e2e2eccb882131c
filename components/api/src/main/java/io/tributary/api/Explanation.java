package io.tributary.api;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * What every message of Tributary says: where, the value, what was expected, and what to do.
 *
 * @param where the place, from the outside in: {@code pipeline 'taxi' > node 'Trainer' > parameter
 *     'steps'}
 * @param value what was found there
 * @param expected what would have been right
 * @param remedy what the reader can do about it
 */
public record Explanation(String where, String value, String expected, String remedy)
    implements Serializable {
  public Explanation {
    requireNonNull(where, "where");
    requireNonNull(value, "value");
    requireNonNull(expected, "expected");
    requireNonNull(remedy, "remedy");
  }

  /** {@code where: value (expected: ...); remedy}. */
  @Override
  public String toString() {
    return where + ": " + value + " (expected: " + expected + "); " + remedy;
  }
}
