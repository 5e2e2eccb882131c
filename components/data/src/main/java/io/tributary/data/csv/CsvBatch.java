package io.tributary.data.csv;

import java.util.List;

/**
 * Where the rows of a record batch are.
 *
 * @param rows how many sound ones there are
 * @param segments in which they are, in order; several where a file ends within the batch
 */
record CsvBatch(int rows, List<Segment> segments) {
  CsvBatch {
    segments = List.copyOf(segments);
  }

  /**
   * Bytes of a file.
   *
   * @param file its number
   * @param offset the place of the first byte
   * @param length how many bytes there are
   * @param head how many of them stand in front of the first row: the header, in a file's first
   *     segment
   * @param line of the first row
   * @param checksum CRC-32C of the bytes
   * @param skipped numbers of the rows that are not sound, counted from 0, ascending
   */
  record Segment(
      int file, long offset, int length, int head, long line, int checksum, int[] skipped) {}
}
