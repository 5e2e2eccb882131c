package io.tributary.data.json;

import io.tributary.data.source.Content;
import java.util.List;

/**
 * Some lines of a file, and what has been found in them.
 *
 * @param file its number among the files
 * @param position where the first line begins
 * @param length how many bytes they have
 * @param checksum CRC-32C of these bytes
 * @param lines how many there are, blank ones among them
 * @param rows how many of them are sound
 * @param bad those that are no rows, in their order
 */
record JsonChunk(
    int file,
    Content content,
    long position,
    int length,
    long checksum,
    long lines,
    int rows,
    Shape shape,
    List<BadLine> bad) {

  /**
   * A line that is no row.
   *
   * @param number its number in the chunk, counted from 0
   * @param bytes the first of them
   */
  record BadLine(int number, String column, String found, String expected, byte[] bytes) {}

  /** What is kept of it for reading its rows. */
  JsonBatch batch(long firstLine) {
    var numbers = bad.stream().mapToInt(BadLine::number).toArray();
    return new JsonBatch(content, position, length, checksum, rows, numbers, firstLine);
  }
}
