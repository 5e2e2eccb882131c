package io.tributary.data.csv;

import java.util.List;

/**
 * A row that cannot be read.
 *
 * @param record its number in its chunk
 * @param faults what is wrong; at least one
 * @param bytes as they stand in the file, cut if they are very many; empty if nobody wants them
 * @param length how many bytes it really has
 */
record BadRecord(int record, List<Fault> faults, byte[] bytes, int length) {

  /**
   * Something that is wrong.
   *
   * @param line counted from that of the chunk's first record
   * @param column its name; empty when the whole row is meant
   */
  record Fault(long line, String column, String value, String expected) {}
}
