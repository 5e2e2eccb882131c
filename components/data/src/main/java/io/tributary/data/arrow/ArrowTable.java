package io.tributary.data.arrow;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.digest.FileDigests;
import io.tributary.data.Batches;
import io.tributary.data.KeptColumns;
import io.tributary.data.source.CommonSchema;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of Arrow IPC files or streams of one schema, uncompressed or compressed with LZ4 or
 * Zstandard. Types are the files' own; dictionary-encoded columns come as their values; metadata of
 * columns is left out. A batch is a record batch of a file, however large its writer has made it;
 * what is in it is found out when it is loaded, until then only the metadata has been looked at,
 * and the digest taken.
 */
public final class ArrowTable implements SourceTable {
  private final List<IpcFile> files;
  private final Schema schema;
  private final String digest;

  private ArrowTable(List<IpcFile> files, Schema schema, String digest) {
    this.files = files;
    this.schema = schema;
    this.digest = digest;
  }

  /**
   * Reads the metadata of all files.
   *
   * @param digests takes the digests of the files
   * @throws ExecutionFailure if a file cannot be read, is no complete Arrow file or stream, or has
   *     another schema than the first
   */
  public static ArrowTable open(SourceFiles files, FileDigests digests) throws IOException {
    requireNonNull(digests, "digests");
    var common = new CommonSchema();
    var indexed = new ArrayList<IpcFile>();
    for (var file : files.files()) {
      var index = IpcFile.index(file);
      common.add(file, index.columns().shown());
      indexed.add(index);
    }
    return new ArrowTable(indexed, common.schema(), files.digest(digests));
  }

  /** The names of the columns of the first file. Fails as {@link #open} does. */
  public static List<String> columns(SourceFiles files) throws IOException {
    return IpcFile.index(files.files().get(0)).columns().shown().getFields().stream()
        .map(Field::getName)
        .toList();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public long rows() {
    return files.stream().flatMap(file -> file.batches().stream()).mapToLong(b -> b.rows()).sum();
  }

  @Override
  public long badRows() {
    return 0;
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public Batches batches() {
    var places = new ArrayList<IpcBatches.Place>();
    for (var file : files) {
      for (int b = 0; b < file.batches().size(); b++) {
        places.add(new IpcBatches.Place(file, b + 1, file.batches().get(b)));
      }
    }
    return new IpcBatches(KeptColumns.all(schema), places);
  }
}
