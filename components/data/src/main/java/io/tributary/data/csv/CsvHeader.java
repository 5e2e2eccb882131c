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
  /** So many bytes tell whether a file is text. */
  static final int HEAD = 16;

  /** How files begin that people mistake for CSV. */
  private static final Map<String, String> OTHER_FORMATS = otherFormats();

  private CsvHeader() {}

  private static Map<String, String> otherFormats() {
    var formats = new LinkedHashMap<String, String>();
    formats.put("PK\u0003\u0004", "a ZIP file or a spreadsheet");
    formats.put("PAR1", "a Parquet file");
    formats.put("ARROW1", "an Arrow file");
    formats.put("SQLite format 3", "an SQLite database");
    formats.put("BZh91AY&SY", "a file packed by bzip2");
    formats.put("\u00fd7zXZ", "a file packed by xz");
    formats.put("\u00ff\u00fe\u0000\u0000", "text in UTF-32");
    formats.put("\u00ff\u00fe", "text in UTF-16");
    formats.put("\u00fe\u00ff", "text in UTF-16");
    formats.put("<!doctype html", "a page of HTML");
    formats.put("<html", "a page of HTML");
    formats.put("<?xml", "an XML file");
    return formats;
  }

  /**
   * Passes over a byte-order mark.
   *
   * @param head the first bytes of the file
   * @return how many bytes are no data
   * @throws ExecutionFailure if the bytes are those of a file of another format
   */
  static int begin(byte[] head, Path file) {
    requireText(head, file);
    boolean hasMark =
        head.length >= 3
            && head[0] == (byte) 0xef
            && head[1] == (byte) 0xbb
            && head[2] == (byte) 0xbf;
    return hasMark ? 3 : 0;
  }

  /**
   * Reads the names.
   *
   * @param chunk the beginning of the file, at which the tokenizer is
   * @throws ExecutionFailure if the file begins with no proper header
   */
  static List<String> read(CsvTokenizer in, Chunk chunk, Path file) throws IOException {
    return switch (chunk.next(in)) {
      case END, MORE ->
          throw invalid(
              file.toString(),
              "an empty file",
              "a header with the names of the columns, and rows",
              "check what writes the file");
      case MALFORMED ->
          throw invalid(
              file
                  + ", line "
                  + in.flaw().line()
                  + ", field "
                  + (in.flaw().field() + 1)
                  + " of the header",
              Flaws.value(in.flaw(), chunk.base()),
              Flaws.expected(in.flaw().kind()),
              "correct the header");
      case RECORD -> {
        in.unescape();
        yield names(in, chunk, file);
      }
    };
  }

  private static void requireText(byte[] head, Path file) {
    var beginning = new String(head, ISO_8859_1);
    for (var format : OTHER_FORMATS.entrySet()) {
      var start = format.getKey();
      if (beginning.regionMatches(start.startsWith("<"), 0, start, 0, start.length())) {
        throw invalid(
            file.toString(),
            format.getValue(),
            "CSV text in UTF-8",
            "unpack or convert it, and name the result");
      }
    }
  }

  private static List<String> names(CsvTokenizer in, Chunk chunk, Path file) {
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
            Flaws.notUtf8(in, c, invalid, chunk.base()),
            "UTF-8",
            Flaws.SAVE_AS_UTF8);
      }
      var name = new String(in.bytes(), in.start(c), in.end(c) - in.start(c), UTF_8);
      var earlier = places.putIfAbsent(name, c + 1);
      if (name.isBlank()) {
        flaws.add("field " + (c + 1) + " is " + (name.isEmpty() ? "empty" : "blank"));
      } else if (earlier != null) {
        flaws.add("fields " + earlier + " and " + (c + 1) + " are both " + Excerpt.of(name));
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

  /** A file has not the columns of the first one. */
  static ExecutionFailure otherColumns(
      Path file, List<String> found, Path first, List<String> expected) {
    var lost = new ArrayList<>(expected);
    lost.removeAll(found);
    var more = new ArrayList<>(found);
    more.removeAll(expected);
    return invalid(
        file + ", line 1, the header",
        found
            + (lost.isEmpty() ? "" : ", without " + lost)
            + (more.isEmpty() ? "" : ", with " + more + " more"),
        "the header of " + first + ": " + expected,
        "give all files the same columns in the same order");
  }

  static ExecutionFailure invalid(String where, String value, String expected, String remedy) {
    return new ExecutionFailure(Code.INVALID_DATA, new Explanation(where, value, expected, remedy));
  }
}
