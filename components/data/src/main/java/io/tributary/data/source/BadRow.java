package io.tributary.data.source;

import static java.util.Objects.requireNonNull;

/**
 * A row that cannot be read.
 *
 * @param file where it is; for a query, the query
 * @param line the line on which it begins, counted from 1; for formats without lines, the number of
 *     the record
 * @param column whose value is at fault; empty when the whole row is
 * @param reason what was found, and what was expected
 * @param bytes the row as it stands in the file, of a very long one the beginning
 */
public record BadRow(String file, long line, String column, String reason, byte[] bytes) {
  public BadRow {
    requireNonNull(file, "file");
    requireNonNull(column, "column");
    requireNonNull(reason, "reason");
    requireNonNull(bytes, "bytes");
  }

  /** A row of which the reason is known in two parts. */
  public static BadRow of(
      String file, long line, String column, String found, String expected, byte[] bytes) {
    return new BadRow(file, line, column, found + " (expected: " + expected + ")", bytes);
  }
}
