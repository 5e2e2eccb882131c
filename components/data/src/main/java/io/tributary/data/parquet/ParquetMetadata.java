package io.tributary.data.parquet;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.duckdb.Duck;
import io.tributary.data.source.BrokenFile;
import io.tributary.data.source.CommonSchema;
import io.tributary.data.source.FileState;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What the footers of some Parquet files say.
 *
 * @param schema of all files
 * @param names of the columns as DuckDB tells them apart: without regard to case
 * @param groups in the order of the rows; none is empty
 */
record ParquetMetadata(Schema schema, List<String> names, List<RowGroup> groups) {
  private static final String COMPLETE = "a complete Parquet file";
  private static final int MAGIC = 4;
  private static final int FEWEST_BYTES = 2 * MAGIC + Integer.BYTES;

  static ParquetMetadata of(SourceFiles files) throws IOException {
    var common = new CommonSchema();
    List<String> names = List.of();
    var groups = new ArrayList<RowGroup>();
    var states = new ArrayList<FileState>();
    for (var file : files.files()) {
      states.add(FileState.of(file));
      requireParquet(file);
    }
    try (var duck = new Duck()) {
      for (var state : states) {
        var file = state.file();
        try {
          requireKnownTypes(duck, file);
          var read = readSchema(duck, file);
          common.add(file, named(read, topLevelNames(duck, file)));
          if (names.isEmpty()) {
            names = read.getFields().stream().map(Field::getName).toList();
          }
          addGroups(duck, state, groups);
        } catch (SQLException e) {
          throw Duck.failure(
              file.toString(),
              "its metadata cannot be read",
              COMPLETE,
              "select * from " + Duck.rows(file) + " limit 0",
              e);
        }
      }
    } catch (SQLException e) {
      throw new IOException("DuckDB: cannot be started or stopped", e);
    }
    return new ParquetMetadata(common.schema(), names, groups);
  }

  private static void requireParquet(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size == 0) {
        throw broken(file, "an empty file");
      }
      var head = text(channel, 0, (int) Math.min(MAGIC, size));
      var tail = text(channel, Math.max(0, size - MAGIC), (int) Math.min(MAGIC, size));
      if (head.equals("PARE") || tail.equals("PARE")) {
        throw new ExecutionFailure(
            Code.INVALID_DATA,
            new Explanation(
                file.toString(), "encrypted", "a plain Parquet file", "decrypt it before"));
      }
      if (!head.equals("PAR1")) {
        throw broken(file, "no Parquet file (it does not begin with PAR1)");
      }
      if (!tail.equals("PAR1") || size < FEWEST_BYTES) {
        throw broken(file, "cut off after " + size + " bytes (it does not end with PAR1)");
      }
      var length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      channel.read(length, size - MAGIC - Integer.BYTES);
      long footer = length.getInt(0);
      if (footer <= 0 || footer > size - FEWEST_BYTES) {
        throw broken(file, "a footer of " + footer + " bytes in a file of " + size);
      }
    } catch (IOException e) {
      throw SourceFiles.failure(file, e);
    }
  }

  private static String text(FileChannel channel, long position, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length);
    channel.read(bytes, position);
    return new String(bytes.array(), StandardCharsets.ISO_8859_1);
  }

  private static ExecutionFailure broken(Path file, String found) {
    return BrokenFile.failure(file.toString(), found, COMPLETE);
  }

  /** DuckDB would make floating-point numbers of decimals that it cannot hold. */
  private static void requireKnownTypes(Duck duck, Path file) throws SQLException {
    var query =
        "select name, precision from "
            + Duck.call("parquet_schema", file, "")
            + " where converted_type = 'DECIMAL' and precision > 38";
    var problems = new ArrayList<String>();
    try (var answer = duck.ask(query)) {
      while (answer.rows().next()) {
        problems.add(
            "column '"
                + answer.rows().getString(1)
                + "' of decimals with "
                + answer.rows().getLong(2)
                + " digits");
      }
    }
    if (!problems.isEmpty()) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              file.toString(),
              String.join(", ", problems),
              "at most 38 digits",
              "write the column with fewer digits, or as text"));
    }
  }

  private static Schema readSchema(Duck duck, Path file) throws SQLException, IOException {
    try (var allocator = new RootAllocator();
        var answer = duck.ask("select * from " + Duck.rows(file) + " limit 0");
        var batches = answer.batches(allocator, ParquetTable.BATCH_ROWS)) {
      return batches.getVectorSchemaRoot().getSchema();
    }
  }

  /** The names of the columns as the file has them. */
  private static List<String> topLevelNames(Duck duck, Path file) throws SQLException {
    var names = new ArrayList<String>();
    var query = "select name, num_children from " + Duck.call("parquet_schema", file, "");
    try (var answer = duck.ask(query)) {
      var rows = answer.rows();
      rows.next(); // the row as a whole
      while (rows.next()) {
        names.add(rows.getString(1));
        for (long below = rows.getLong(2); below > 0 && rows.next(); below--) {
          below += rows.getLong(2);
        }
      }
    }
    return names;
  }

  private static Schema named(Schema read, List<String> names) {
    var fields = new ArrayList<Field>();
    for (int c = 0; c < read.getFields().size(); c++) {
      fields.add(plain(read.getFields().get(c), names.get(c)));
    }
    return new Schema(fields);
  }

  /** Without what DuckDB takes from the machine it runs on, or from nowhere. */
  private static Field plain(Field field, String name) {
    var type = field.getType();
    if (type instanceof ArrowType.Timestamp time && time.getTimezone() != null) {
      type = new ArrowType.Timestamp(time.getUnit(), "UTC");
    }
    var children = new ArrayList<Field>();
    for (var child : field.getChildren()) {
      children.add(plain(child, type instanceof ArrowType.List ? "element" : child.getName()));
    }
    return new Field(name, new FieldType(field.isNullable(), type, null), children);
  }

  private static void addGroups(Duck duck, FileState file, List<RowGroup> groups)
      throws SQLException {
    var query =
        "select row_group_id, any_value(row_group_num_rows) from "
            + Duck.call("parquet_metadata", file.file(), "")
            + " group by row_group_id order by row_group_id";
    try (var answer = duck.ask(query)) {
      long first = 0;
      while (answer.rows().next()) {
        long rows = answer.rows().getLong(2);
        if (rows > 0) {
          groups.add(new RowGroup(file, answer.rows().getInt(1) + 1, first, rows));
        }
        first += rows;
      }
    }
  }

  /** Whether DuckDB can be asked for rows by their numbers: not if a column hides these. */
  boolean hasRowNumbers() {
    Set<String> lowered = new HashSet<>();
    names.forEach(name -> lowered.add(name.toLowerCase(Locale.ROOT)));
    return !lowered.contains("file_row_number");
  }
}
