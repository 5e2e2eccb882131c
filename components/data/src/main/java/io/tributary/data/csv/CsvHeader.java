package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The beginning of a file: a byte-order mark, which is skipped, and the names of the columns. */
final class CsvHeader {
  private static final int HEAD = 16;

  /** How files begin that people mistake for CSV. */
  private static final Map<String, String> OTHER_FORMATS = otherFormats();

  private CsvHeader() {}

  private static Map<String, String> otherFormats() {
    var formats = new LinkedHashMap<String, String>();
    formats.put("\u001f\u008b", "a gzip file");
    formats.put("PK\u0003\u0004", "a ZIP file or a spreadsheet");
    formats.put("(\u00b5/\u00fd", "a Zstandard file");
    formats.put("PAR1", "a Parquet file");
    formats.put("ARROW1", "an Arrow file");
    formats.put("SQLite format 3", "an SQLite database");
    formats.put("\u00ff\u00fe", "text in UTF-16");
    formats.put("\u00fe\u00ff", "text in UTF-16");
    return formats;
  }

  /**
   * Reads the names.
   *
   * @throws ExecutionFailure if the file begins with no proper header
   */
  static List<String> read(CsvTokenizer in, Path file) throws IOException {
    var head = in.head(HEAD);
    requireText(head, file);
    if (head.length >= 3
        && head[0] == (byte) 0xef
        && head[1] == (byte) 0xbb
        && head[2] == (byte) 0xbf) {
      in.skip(3);
    }
    return switch (in.next()) {
      case END ->
          throw invalid(
              file.toString(),
              "an empty file",
              "a header with the names of the columns, and rows",
              "check what writes the file");
      case MALFORMED ->
          throw invalid(
              file
                  + ", line "
                  + in.flawLine()
                  + ", field "
                  + (in.flawField() + 1)
                  + " of the header",
              Flaws.value(in),
              Flaws.expected(in.flaw()),
              "correct the header");
      case RECORD -> names(in, file);
    };
  }

  private static void requireText(byte[] head, Path file) {
    var beginning = new String(head, ISO_8859_1);
    for (var format : OTHER_FORMATS.entrySet()) {
      if (beginning.startsWith(format.getKey())) {
        throw invalid(
            file.toString(),
            format.getValue(),
            "CSV text in UTF-8",
            "unpack or convert it, and name the result");
      }
    }
  }

  private static List<String> names(CsvTokenizer in, Path file) {
    var where = file + ", line " + in.line();
    if (in.fieldCount() > CsvTokenizer.MAX_FIELDS) {
      throw invalid(
          where,
          in.fieldCount() + " columns",
          "at most " + CsvTokenizer.MAX_FIELDS,
          "check the delimiter and the header");
    }
    var names = new ArrayList<String>(in.fieldCount());
    var places = new LinkedHashMap<String, Integer>();
    var flaws = new ArrayList<String>();
    for (int c = 0; c < in.fieldCount(); c++) {
      int invalid = Utf8.firstInvalid(in.bytes(), in.start(c), in.end(c));
      if (invalid >= 0) {
        throw invalid(
            where + ", field " + (c + 1) + " of the header",
            Flaws.notUtf8(in, c, invalid),
            "UTF-8",
            Flaws.SAVE_AS_UTF8);
      }
      var name = new String(in.bytes(), in.start(c), in.end(c) - in.start(c), UTF_8);
      var earlier = places.putIfAbsent(name, c + 1);
      if (name.isEmpty()) {
        flaws.add("field " + (c + 1) + " is empty");
      } else if (earlier != null) {
        flaws.add("fields " + earlier + " and " + (c + 1) + " are both " + BadRows.excerpt(name));
      }
      names.add(name);
    }
    if (!flaws.isEmpty()) {
      var told = flaws.size() > 20 ? flaws.subList(0, 20) : flaws;
      throw invalid(
          where + ", the header",
          String.join("; ", told) + (told.size() < flaws.size() ? "; and more" : ""),
          "a name of its own for every column",
          "name the columns in the file's first line");
    }
    return names;
  }

  static ExecutionFailure invalid(String where, String value, String expected, String remedy) {
    return new ExecutionFailure(Code.INVALID_DATA, new Explanation(where, value, expected, remedy));
  }
}
