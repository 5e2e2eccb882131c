package io.tributary.data.csv;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How CSV is written down. Records end with LF, CR LF or CR; a field that holds a delimiter, a
 * quote or a line end is quoted, quotes inside it are doubled (RFC 4180); the first record names
 * the columns; an empty field, quoted or not, is a missing value.
 *
 * @param delimiter one ASCII character other than a quote, a line end or NUL
 * @param types types of columns, by name, that shall not be inferred
 */
public record CsvOptions(String delimiter, Map<String, ColumnType> types) {
  public CsvOptions {
    requireNonNull(delimiter, "delimiter");
    if (delimiter.length() != 1
        || delimiter.charAt(0) >= 0x80
        || "\"\r\n\0".indexOf(delimiter.charAt(0)) >= 0) {
      throw new IllegalArgumentException(
          "delimiter: '"
              + delimiter
              + "' (expected: one ASCII character that is no quote and no line end); use \",\", \";\", \"|\" or \"\\t\"");
    }
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
  }

  /** Commas, and all types inferred. */
  public static CsvOptions defaults() {
    return new CsvOptions(",", Map.of());
  }
}
