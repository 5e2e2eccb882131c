package io.tributary.data.csv;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a table in order, batch after batch: {@code while (reader.loadNextBatch())
 * use(reader.batch())}. A batch has at most {@value #BATCH_ROWS} rows, and fewer where the texts of
 * a column are very long. Where batches end depends on the rows alone. Not thread-safe.
 */
public final class CsvReader implements AutoCloseable {
  /** Rows of a batch. */
  public static final int BATCH_ROWS = 8_192;

  private static final int BATCH_TEXT_BYTES = 64 << 20;

  private final CsvTable table;
  private final Iterator<Path> files;
  private final VectorSchemaRoot root;
  private final ColumnWriter[] columns;
  private final CRC32C seen = new CRC32C();
  private final Numeral numeral = new Numeral();
  private Path file;
  private @Nullable CsvTokenizer current;
  private long rows;

  CsvReader(CsvTable table, BufferAllocator allocator) {
    this.table = table;
    files = table.files().files().iterator();
    file = table.files().input();
    root = VectorSchemaRoot.create(table.schema(), allocator);
    columns = new ColumnWriter[table.names().size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = ColumnWriter.into(root.getVector(c), BATCH_ROWS);
    }
  }

  public Schema schema() {
    return root.getSchema();
  }

  /**
   * The rows that the last {@link #loadNextBatch} loaded. Owned by this reader; overwritten by the
   * next call.
   */
  public VectorSchemaRoot batch() {
    return root;
  }

  /**
   * Loads the next rows; false at the end.
   *
   * @throws ExecutionFailure if a file is not any more as it was when the table was scanned
   */
  public boolean loadNextBatch() throws IOException {
    int n = 0;
    boolean isFull = false;
    while (!isFull && advance()) {
      isFull = append(n++) || n == BATCH_ROWS;
    }
    for (var column : columns) {
      column.flush(n);
    }
    root.setRowCount(n);
    rows += n;
    if (n == 0 && rows != table.rows()) {
      throw changed(table.files().input() + ": " + rows + " rows");
    }
    if (n == 0 && seen.getValue() != table.checksum()) {
      throw changed(table.files().input() + ": other values in as many rows");
    }
    return n > 0;
  }

  /** Moves to the next row that is no blank line, in whichever file. */
  private boolean advance() throws IOException {
    while (true) {
      var in = current;
      if (in == null) {
        if (!files.hasNext()) {
          return false;
        }
        file = files.next();
        in = open(file);
        current = in;
      }
      switch (next(in)) {
        case END -> {
          in.close();
          current = null;
        }
        case MALFORMED -> throw changed(file + ", line " + in.flawLine() + ": a malformed row");
        case RECORD -> {
          if (in.fieldCount() == columns.length) {
            return true;
          }
          if (!in.isBlankLine()) {
            throw changed(file + ", line " + in.line() + ": " + in.fieldCount() + " fields");
          }
        }
      }
    }
  }

  /** Takes the current row; true if some column has enough text for a batch. */
  private boolean append(int row) {
    var in = current;
    if (in == null) {
      throw new IllegalStateException("no row (expected: advance() answered true)");
    }
    boolean isFull = false;
    byte[] bytes = in.bytes();
    for (int c = 0; c < columns.length; c++) {
      if (!columns[c].put(row, bytes, in.start(c), in.end(c), numeral)) {
        throw changed(
            file
                + ", line "
                + in.line()
                + ", column '"
                + table.names().get(c)
                + "': "
                + BadRows.excerpt(bytes, in.start(c), in.end(c)));
      }
      isFull |= columns[c].textBytes() >= BATCH_TEXT_BYTES;
    }
    return isFull;
  }

  private CsvTokenizer open(Path path) throws IOException {
    try {
      var in = new CsvTokenizer(path, (byte) table.options().delimiter().charAt(0), seen);
      try {
        if (!CsvHeader.read(in, path).equals(table.names())) {
          throw changed(path + ", line 1: another header");
        }
        return in;
      } catch (IOException | RuntimeException e) {
        try (in) {
          throw e;
        }
      }
    } catch (IOException e) {
      throw CsvFiles.failure(path, e);
    }
  }

  private CsvTokenizer.Outcome next(CsvTokenizer in) throws IOException {
    try {
      return in.next();
    } catch (IOException e) {
      throw CsvFiles.failure(file, e);
    }
  }

  private ExecutionFailure changed(String found) {
    return new ExecutionFailure(
        Code.FAILED_PRECONDITION,
        new Explanation(
            table.files().input().toString(),
            "changed while it was read (" + found + ")",
            "files that stay as they are",
            "run again when nobody writes to it; have writers rename finished files into place"));
  }

  @Override
  public void close() throws IOException {
    try (root) {
      if (current != null) {
        current.close();
        current = null;
      }
    }
  }
}
