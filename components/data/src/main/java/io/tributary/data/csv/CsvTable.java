package io.tributary.data.csv;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of some CSV files with equal headers, known to be sound.
 *
 * @param files where the rows are, in this order
 * @param options how they are written
 * @param names of the columns, in the order of the files
 * @param types of the columns, inferred from all rows of all files unless the options name them
 * @param rows how many there are; at least one
 * @param digest of the bytes that were checked, as {@link CsvFiles#digest} gives it
 * @param checksum CRC-32C of the same bytes, by which a reader sees that they have not changed
 */
public record CsvTable(
    CsvFiles files,
    CsvOptions options,
    List<String> names,
    List<ColumnType> types,
    long rows,
    String digest,
    long checksum) {
  public CsvTable {
    requireNonNull(files, "files");
    requireNonNull(options, "options");
    names = List.copyOf(names);
    types = List.copyOf(types);
    requireNonNull(digest, "digest");
  }

  /**
   * Reads all files once: checks every byte, and infers types.
   *
   * @throws ExecutionFailure if a file cannot be read or a row is not as it should be; one message
   *     tells the first twenty bad rows
   */
  public static CsvTable scan(CsvFiles files, CsvOptions options) throws IOException {
    return new CsvScan(files, options).table();
  }

  /** One nullable Arrow column per column of the files. */
  public Schema schema() {
    var fields = new ArrayList<Field>(names.size());
    for (int c = 0; c < names.size(); c++) {
      fields.add(types.get(c).field(names.get(c)));
    }
    return new Schema(fields);
  }

  /** Reads the rows, in order. */
  public CsvReader read(BufferAllocator allocator) {
    return new CsvReader(this, allocator);
  }
}
