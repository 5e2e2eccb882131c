package io.tributary.data.source;

import static java.util.Objects.requireNonNull;

/**
 * A column that would be of numbers, were it not for a spelling that often means a missing value.
 * Nothing was turned into one: the column is text, until somebody says what the spelling means.
 *
 * @param column its name
 * @param spelling what stands there instead of a number, such as {@code NA}
 * @param count in how many rows
 */
public record Hint(String column, String spelling, long count) {
  public Hint {
    requireNonNull(column, "column");
    requireNonNull(spelling, "spelling");
  }

  /** For people, with the flag that mends it. */
  @Override
  public String toString() {
    return "column '"
        + column
        + "': text, because of '"
        + spelling
        + "' in "
        + count
        + (count == 1 ? " row" : " rows")
        + " (expected: numbers, as everywhere else in it); say --missing '"
        + spelling
        + "' if that means a missing value";
  }
}
