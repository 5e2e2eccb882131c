package io.tributary.data.export;

import static java.nio.file.StandardOpenOption.READ;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.duckdb.Duck;
import io.tributary.data.source.BrokenFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What rows in an Arrow file can be written as for other programs. Rows keep their order, and equal
 * rows give equal bytes. Memory is bounded by a record batch and what DuckDB holds of a row group.
 */
public enum ExportFormat {
  /** Arrow IPC, as it is. */
  ARROW(""),
  /**
   * CSV as RFC 4180 says, in UTF-8, with a header; a missing value is an empty field, an empty text
   * a quoted one. Numbers are written in as few digits as tell them from all others of their type.
   */
  CSV("FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR ''"),
  /** Parquet, compressed by Zstandard. */
  PARQUET("FORMAT parquet, COMPRESSION zstd");

  private static final String ROWS = "rows_to_export";

  private final String options;

  ExportFormat(String options) {
    this.options = options;
  }

  /** What the name of a file ends with: {@code .arrow}, {@code .csv} or {@code .parquet}. */
  public String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** The format that the name of a file asks for. */
  public static Optional<ExportFormat> of(Path file) {
    var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> name.endsWith(format.ending())).findFirst();
  }

  /** What keeps rows of a schema from being written so; empty if nothing does. */
  public List<String> problems(Schema schema) {
    var problems = new ArrayList<String>();
    if (this == ARROW) {
      return problems;
    }
    var names = new HashSet<String>();
    for (var field : schema.getFields()) {
      if (this == CSV && !field.getChildren().isEmpty()) {
        problems.add(
            "column '"
                + field.getName()
                + "' of type "
                + field.getType()
                + " (expected: one value a row, in CSV)");
      }
      if (!names.add(field.getName().toLowerCase(Locale.ROOT))) {
        problems.add(
            "column '"
                + field.getName()
                + "' differs from another one in case alone (expected: names that differ, in "
                + name().toLowerCase(Locale.ROOT)
                + ")");
      }
    }
    return problems;
  }

  /**
   * Writes a file, in place of one that may be there. Interrupted, it leaves one that is not whole.
   *
   * @param arrow file in Arrow's IPC format; what is written as {@link #ARROW} is moved
   * @throws ExecutionFailure if it cannot be written
   */
  public void write(Path arrow, Path target, BufferAllocator allocator) throws IOException {
    if (this == ARROW) {
      Files.move(arrow, target, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try (var channel = FileChannel.open(arrow, READ);
        var rows = new ArrowFileReader(channel, allocator, CommonsCompressionFactory.INSTANCE);
        var stream = ArrowArrayStream.allocateNew(allocator);
        var duck = new Duck()) {
      Data.exportArrayStream(allocator, rows, stream);
      duck.name(ROWS, stream);
      duck.execute(
          "copy "
              + ROWS
              + " to "
              + Duck.text(target.toAbsolutePath().toString())
              + " ("
              + options
              + ")");
    } catch (SQLException e) {
      throw new ExecutionFailure(
          Code.RESOURCE_EXHAUSTED,
          new Explanation(
              target.toString(),
              "cannot be written (" + BrokenFile.reason(e) + ")",
              "columns that " + name().toLowerCase(Locale.ROOT) + " can hold, and room on the disk",
              "keep other columns, write .arrow, or choose another place"),
          e);
    }
  }
}
