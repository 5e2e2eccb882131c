package io.tributary.data.source;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.digest.FileDigests;
import io.tributary.data.Batches;
import java.io.IOException;
import org.apache.arrow.vector.types.pojo.Schema;

/** The rows that one pass over all bytes of some files has found. */
public record ScannedTable(Found found, String digest) implements SourceTable {
  public ScannedTable {
    requireNonNull(found, "found");
    requireNonNull(digest, "digest");
  }

  /**
   * What a pass has found.
   *
   * @param batches of the sound rows, all columns of them
   */
  public record Found(Batches batches, long rows, long badRows) {
    public Found {
      requireNonNull(batches, "batches");
    }
  }

  /** Such a pass. */
  public interface Scan {
    Found run() throws IOException;
  }

  /**
   * Passes over files, and takes their digest.
   *
   * @throws ExecutionFailure if a file changes meanwhile
   */
  public static ScannedTable of(SourceFiles files, FileDigests digests, Scan scan)
      throws IOException {
    var before = files.states();
    var table = new ScannedTable(scan.run(), files.digest(digests));
    before.forEach(FileState::requireUnchanged);
    return table;
  }

  @Override
  public Schema schema() {
    return found.batches.schema();
  }

  @Override
  public long rows() {
    return found.rows;
  }

  @Override
  public long badRows() {
    return found.badRows;
  }

  @Override
  public Batches batches() {
    return found.batches;
  }
}
