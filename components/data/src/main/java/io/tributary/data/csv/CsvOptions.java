package io.tributary.data.csv;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How CSV is written down. Records end with LF, CR LF or CR, also mixed; a field that holds a
 * delimiter, a quote or a line end is quoted, quotes inside it are doubled (RFC 4180); the first
 * record names the columns; an empty field, quoted or not, is a missing value. Spellings of numbers
 * that are not finite are {@code nan}, {@code inf} and {@code infinity}, in any case and with a
 * sign if need be.
 *
 * @param delimiter one ASCII character other than a quote, a line end or NUL; or {@value #AUTO} for
 *     that of comma, semicolon, tab and vertical bar which the header and the first rows agree on
 * @param quote one ASCII character; empty if fields are never quoted
 * @param names of the columns, for files whose first record is a row already; empty if the first
 *     record of every file names the columns
 * @param missing what means a missing value beside the empty field, to the letter; quoted or not
 * @param types types of columns, by name, that shall not be inferred
 */
public record CsvOptions(
    String delimiter,
    String quote,
    List<String> names,
    List<String> missing,
    Map<String, ColumnType> types) {

  /** The delimiter that is found in the file. */
  public static final String AUTO = "auto";

  public CsvOptions {
    requireNonNull(delimiter, "delimiter");
    requireNonNull(quote, "quote");
    if (!delimiter.equals(AUTO) && !(isAscii(delimiter) && !delimiter.equals("\""))) {
      throw new IllegalArgumentException(
          "delimiter: '"
              + delimiter
              + "' (expected: one ASCII character that is no quote and no line end, or auto); use \",\", \";\", \"|\" or \"\\t\"");
    }
    if (!quote.isEmpty() && !(isAscii(quote) && !quote.equals(delimiter))) {
      throw new IllegalArgumentException(
          "quote: '"
              + quote
              + "' (expected: one ASCII character that is no delimiter and no line end, or none); use \"\\\"\" or \"'\"");
    }
    names = List.copyOf(names);
    if (new HashSet<>(names).size() < names.size() || names.contains("")) {
      throw new IllegalArgumentException(
          "names: "
              + names
              + " (expected: a name of its own for every column); name all columns, in their order");
    }
    if (names.size() > CsvTokenizer.MAX_FIELDS) {
      throw new IllegalArgumentException(
          "names: "
              + names.size()
              + " (expected: at most "
              + CsvTokenizer.MAX_FIELDS
              + "); split the columns among several files");
    }
    missing = List.copyOf(missing);
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
  }

  private static boolean isAscii(String text) {
    return text.length() == 1 && text.charAt(0) < 0x80 && "\r\n\0".indexOf(text.charAt(0)) < 0;
  }

  /** Delimiter and types as the files show, a header, and no missing value but the empty field. */
  public static CsvOptions defaults() {
    return new CsvOptions(AUTO, "\"", List.of(), List.of(), Map.of());
  }

  /** With fields divided by another character. */
  public CsvOptions withDelimiter(String other) {
    return new CsvOptions(other, quote, names, missing, types);
  }

  /** With fields quoted by another character, or by none. */
  public CsvOptions withQuote(String other) {
    return new CsvOptions(delimiter, other, names, missing, types);
  }

  /** For files without a header. */
  public CsvOptions withNames(List<String> all) {
    return new CsvOptions(delimiter, quote, all, missing, types);
  }

  /** With one more spelling of a missing value. */
  public CsvOptions withMissing(String spelling) {
    var more = new ArrayList<>(missing);
    more.add(spelling);
    return new CsvOptions(delimiter, quote, names, more, types);
  }

  /** With the type of a column demanded. */
  public CsvOptions withType(String column, ColumnType type) {
    var more = new LinkedHashMap<>(types);
    more.put(column, type);
    return withTypes(more);
  }

  /** With the types of these columns demanded, and of no others. */
  public CsvOptions withTypes(Map<String, ColumnType> all) {
    return new CsvOptions(delimiter, quote, names, missing, all);
  }
}
