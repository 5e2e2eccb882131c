package io.tributary.data.tfrecord;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.digest.FileDigests;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.Quarantine;
import io.tributary.data.source.ScannedTable;
import io.tributary.data.source.SetAside;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import java.io.IOException;

/**
 * The rows of TFRecord files of {@code tf.Example}; a file may be packed by gzip or Zstandard.
 *
 * <p>Columns are the features, in the order of their names. Int64 lists give int64, float lists
 * float32, bytes lists text if all values are UTF-8 and binary otherwise. A column is a list if a
 * record has several values of the feature, or an empty list of it, which so stays apart from a
 * feature that is absent: that is a missing value.
 */
public final class TfRecordTable {
  private TfRecordTable() {}

  /**
   * Reads all files once: checks every checksum, and infers types. Set aside are records that are
   * no {@code tf.Example}.
   *
   * @param budget how many of these are put up with
   * @param threads how many threads read, the caller's among them; they do not show in the result
   * @param quarantine gets them in their order, on any thread, one at a time; maybe only the first,
   *     if they are too many
   * @param digests takes the digests of the files
   * @throws ExecutionFailure if a file cannot be read or changes meanwhile, is cut off or no
   *     TFRecord file, if bytes are not those that their checksum was made of, a feature has values
   *     of several kinds, or there are more records to be set aside than the budget allows
   */
  public static SourceTable scan(
      SourceFiles files,
      BadRowBudget budget,
      int threads,
      Quarantine quarantine,
      FileDigests digests)
      throws IOException {
    return ScannedTable.of(
        files, digests, () -> TfRecordScan.scan(files, threads, new SetAside(budget, quarantine)));
  }
}
