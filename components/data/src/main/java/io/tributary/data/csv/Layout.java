package io.tributary.data.csv;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.source.Content;
import io.tributary.data.source.ContentReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of some files before their rows are read. Immutable and thread-safe. */
final class Layout {
  private static final int BATCH_ROWS = 8_192;
  private static final int BATCH_VALUES = 1 << 21;

  /** How many bytes show which delimiter a file has. */
  static final int SAMPLE = 1 << 18;

  private final Dialect dialect;
  private final Path firstFile;
  private final boolean hasHeader;
  private final List<String> names;
  private final @Nullable ColumnType[] demanded;
  private final Spellings missing;

  private Layout(Dialect dialect, List<String> names, Content first, CsvOptions options) {
    this.dialect = dialect;
    this.names = names;
    firstFile = first.file();
    hasHeader = options.names().isEmpty();
    missing = new Spellings(options.missing());
    demanded = new ColumnType[names.size()];
    for (var type : options.types().entrySet()) {
      int column = names.indexOf(type.getKey());
      if (column < 0) {
        throw new ExecutionFailure(
            Code.INVALID_ARGUMENT,
            new Explanation(
                "types > column '" + type.getKey() + "'",
                "not in " + first.file(),
                "one of " + names,
                "name columns of the file"));
      }
      demanded[column] = type.getValue();
    }
  }

  /** Looks at the beginning of the first file. */
  static Layout of(Content first, CsvOptions options) throws IOException {
    try (var reader = new ContentReader()) {
      var chunk = new Chunk();
      chunk.load(reader, first, 0, 0, Math.min(SAMPLE, first.size()));
      int from = CsvHeader.begin(chunk.head(CsvHeader.HEAD), first.file());
      var dialect = Dialect.of(options, Delimiters.find(options, chunk, from));
      if (!options.names().isEmpty()) {
        return new Layout(dialect, options.names(), first, options);
      }
      var in = new CsvTokenizer(dialect);
      chunk.begin(in, from, 1);
      return new Layout(dialect, CsvHeader.read(in, chunk, first.file()), first, options);
    }
  }

  Dialect dialect() {
    return dialect;
  }

  /** The file whose beginning was looked at. */
  Path firstFile() {
    return firstFile;
  }

  /** Whether every file begins with the names of the columns. */
  boolean hasHeader() {
    return hasHeader;
  }

  List<String> names() {
    return names;
  }

  int columns() {
    return names.size();
  }

  /** The type that a column must have; null where it is inferred. */
  @Nullable ColumnType demanded(int column) {
    return demanded[column];
  }

  /** How many rows a record batch has: fewer where there are many columns. */
  int batchRows() {
    return Math.max(1, Math.min(BATCH_ROWS, BATCH_VALUES / columns()));
  }

  /** Whether a value is missing. */
  boolean isMissing(byte[] bytes, int from, int to) {
    return from == to || (missing.count() > 0 && missing.find(bytes, from, to) >= 0);
  }

  /** Whether more than the empty field is missing. */
  boolean hasSpellings() {
    return missing.count() > 0;
  }
}
