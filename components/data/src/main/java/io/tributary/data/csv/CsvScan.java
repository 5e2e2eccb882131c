package io.tributary.data.csv;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** The first pass: checks every byte of the files, infers types and counts rows. */
final class CsvScan {
  private final CsvFiles files;
  private final CsvOptions options;
  private final Fingerprint seen = new Fingerprint();
  private final Numeral numeral = new Numeral();
  private final BadRows badRows = new BadRows();
  private List<String> names = List.of();
  private TypeInference[] inferred = new TypeInference[0];

  /** What the options demand; null where the type is inferred. */
  private ColumnType[] demanded = new ColumnType[0];

  private long rows;

  CsvScan(CsvFiles files, CsvOptions options) {
    this.files = files;
    this.options = options;
  }

  CsvTable table() throws IOException {
    startArrow();
    for (var file : files.files()) {
      try (var in = new CsvTokenizer(file, (byte) options.delimiter().charAt(0), seen)) {
        header(in, file);
        rows(in, file);
      } catch (ExecutionFailure e) {
        throw e;
      } catch (IOException e) {
        throw CsvFiles.failure(file, e);
      }
      seen.endFile();
    }
    if (!badRows.isEmpty()) {
      throw badRows.failure(files.input(), rows);
    }
    if (rows == 0) {
      throw CsvHeader.invalid(
          files.input().toString(),
          "a header and no rows",
          "at least one row",
          "check what writes the file; a pipeline cannot learn from nothing");
    }
    var types = new ArrayList<ColumnType>(names.size());
    for (int c = 0; c < names.size(); c++) {
      types.add(demanded[c] == null ? inferred[c].type() : demanded[c]);
    }
    return new CsvTable(files, options, names, types, rows, seen.digest(), seen.getValue());
  }

  /**
   * Arrow's schemas start a JSON library, which takes as long as a scan of some megabytes: they do
   * it meanwhile.
   */
  private static void startArrow() {
    var thread = new Thread(() -> new Schema(List.of()), "arrow-start");
    thread.setDaemon(true);
    thread.start();
  }

  private void header(CsvTokenizer in, Path file) throws IOException {
    var header = CsvHeader.read(in, file);
    if (file.equals(files.files().get(0))) {
      begin(header);
    } else if (!header.equals(names)) {
      throw CsvHeader.invalid(
          file + ", line 1, the header",
          header.toString(),
          "the header of " + files.files().get(0) + ": " + names,
          "give all files of a directory the same columns in the same order");
    }
  }

  private void begin(List<String> header) {
    names = header;
    inferred = new TypeInference[header.size()];
    demanded = new ColumnType[header.size()];
    for (int c = 0; c < header.size(); c++) {
      inferred[c] = new TypeInference();
      demanded[c] = options.types().get(header.get(c));
    }
    for (var name : options.types().keySet()) {
      if (!header.contains(name)) {
        throw new ExecutionFailure(
            Code.INVALID_ARGUMENT,
            new Explanation(
                "types > column '" + name + "'",
                "not in " + files.files().get(0),
                "one of " + header,
                "name columns of the file"));
      }
    }
  }

  private void rows(CsvTokenizer in, Path file) throws IOException {
    int columns = names.size();
    while (true) {
      switch (in.next()) {
        case END -> {
          return;
        }
        case MALFORMED -> {
          rows++;
          badRows.add(
              file,
              in.flawLine(),
              in.flaw() == CsvTokenizer.Flaw.TOO_LONG ? "" : column(in.flawField()),
              Flaws.value(in),
              Flaws.expected(in.flaw()));
        }
        case RECORD -> {
          if (in.fieldCount() == columns) {
            rows++;
            fields(in, file, columns);
          } else if (!in.isBlankLine()) {
            rows++;
            ragged(in, file, columns);
          }
        }
      }
    }
  }

  private void fields(CsvTokenizer in, Path file, int columns) {
    byte[] bytes = in.bytes();
    for (int c = 0; c < columns; c++) {
      int start = in.start(c);
      int end = in.end(c);
      if (start == end) {
        continue;
      }
      if (in.hasNonAscii(c)) {
        int invalid = Utf8.firstInvalid(bytes, start, end);
        if (invalid >= 0) {
          badRows.add(
              file,
              in.line(),
              names.get(c),
              Flaws.notUtf8(in, c, invalid),
              "UTF-8; " + Flaws.SAVE_AS_UTF8);
        }
      }
      var type = demanded[c];
      if (type == null) {
        if (!inferred[c].isSettled()) {
          inferred[c].see(numeral.read(bytes, start, end));
        }
      } else if (!accepts(type, bytes, start, end)) {
        badRows.add(
            file, in.line(), names.get(c), BadRows.excerpt(bytes, start, end), type.expected());
      }
    }
  }

  private boolean accepts(ColumnType type, byte[] bytes, int start, int end) {
    return switch (type) {
      case UTF8 -> true;
      case INT64 -> numeral.read(bytes, start, end) == Numeral.Kind.INTEGER;
      case FLOAT64 -> numeral.read(bytes, start, end) != Numeral.Kind.TEXT;
    };
  }

  private void ragged(CsvTokenizer in, Path file, int columns) {
    int found = in.fieldCount();
    var last = found < columns && in.atUnterminatedEnd();
    badRows.add(
        file,
        in.line(),
        found < columns ? names.get(found) : "",
        found
            + (found == 1 ? " field" : " fields")
            + (last ? ", and the file ends without a line end" : "")
            + (found < columns
                ? ", so that this column is absent"
                : ", the first too many is "
                    + BadRows.excerpt(in.bytes(), in.start(columns), in.end(columns))),
        columns + " fields, as in the header" + (last ? "; is the file cut off?" : ""));
  }

  private String column(int field) {
    return field < names.size() ? names.get(field) : "field " + (field + 1);
  }
}
