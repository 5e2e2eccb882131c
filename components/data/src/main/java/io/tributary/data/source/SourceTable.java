package io.tributary.data.source;

import io.tributary.data.Batches;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows from outside that have been looked at once, from the first byte to the last: types are
 * settled, rows that cannot be read have been set aside, and what is left is sound. Immutable and
 * thread-safe.
 */
public interface SourceTable {

  /** Of the rows; every column may miss values. */
  Schema schema();

  /** How many sound rows there are. */
  long rows();

  /** How many rows have been set aside. */
  long badRows();

  /** SHA-256 of what the rows were read from, in hexadecimal; names and times do not count. */
  String digest();

  /** What is noteworthy about columns: those that look like numbers but for a spelling. */
  default List<Hint> hints() {
    return List.of();
  }

  /**
   * The sound rows, in order. Loading a batch fails if what it is read from has changed since it
   * was looked at.
   */
  Batches batches();
}
