package io.tributary.data.json;

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
 * The rows of JSON lines files: a JSON object on every line, in UTF-8, blank lines left out; a file
 * may be packed by gzip or Zstandard. Numbers may be NaN, Infinity and -Infinity, as Python writes
 * them.
 *
 * <p>Columns are the keys, in the order in which they first appear; a key that a row lacks, and
 * null, are missing values. The type of a column is inferred from all rows: boolean; int64; float64
 * if one of the numbers is no integer (integers become the nearest double then); list; struct for
 * objects, with the keys of all of them as its fields; all else is text. What has values of several
 * of these kinds is text, too, and so are integers of which one needs more than 64 bits: strings as
 * they are, all other values as they are spelt in the file. A column without any value is text.
 *
 * <p>Batches are what lies in a mebibyte of the file.
 */
public final class JsonTable {
  private JsonTable() {}

  /**
   * Reads all files once, and parses every line. Set aside are lines that are no JSON object, have
   * a key twice in an object, text that is no UTF-8 or has half of a surrogate pair, or a number
   * beyond the range of a double.
   *
   * @param budget how many bad lines are put up with
   * @param threads how many threads read, the caller's among them; they do not show in the result
   * @param quarantine gets the bad lines in their order, on any thread, one at a time; maybe only
   *     the first, if they are too many
   * @param digests takes the digests of the files
   * @throws ExecutionFailure if a file cannot be read or changes meanwhile, there is no sound row,
   *     or there are more bad ones than the budget allows; one message tells the first twenty
   */
  public static SourceTable scan(
      SourceFiles files,
      BadRowBudget budget,
      int threads,
      Quarantine quarantine,
      FileDigests digests)
      throws IOException {
    return ScannedTable.of(
        files,
        digests,
        () -> JsonScan.scan(files, Lines.CHUNK, threads, new SetAside(budget, quarantine)));
  }
}
