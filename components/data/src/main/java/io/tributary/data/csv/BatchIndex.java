package io.tributary.data.csv;

import io.tributary.data.csv.CsvBatch.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Finds where record batches begin, as chunks come in order. A batch ends after so many sound rows,
 * or after so many bytes: where chunks end does not show.
 */
final class BatchIndex {
  private static final long BATCH_BYTES = 64 << 20;

  private final int batchRows;
  private final CRC32C checksum = new CRC32C();
  private final List<CsvBatch> batches = new ArrayList<>();
  private List<Segment> segments = new ArrayList<>();
  private int rows;
  private long bytes;

  private boolean isOpen;
  private int file;
  private long offset;
  private long length;
  private int head;
  private long line;
  private int records;
  private int[] skipped = new int[4];
  private int skippedCount;

  BatchIndex(int batchRows) {
    this.batchRows = batchRows;
  }

  /**
   * Takes the next chunk.
   *
   * @param firstLine the line of its first record
   */
  void take(Chunk chunk, long firstLine) {
    int mark = Math.toIntExact(chunk.first() - chunk.base());
    var bad = new BadOnes(chunk);
    for (int r = 0; r < chunk.records(); r++) {
      int start = chunk.start(r);
      if (!isOpen) {
        // what stands in front of a file's first row is held against its checksum, too
        mark = chunk.from() == 0 && r == 0 ? 0 : start;
        open(chunk.file(), chunk.base() + mark, start - mark, firstLine + chunk.line(r));
      }
      if (bad.is(r)) {
        skip();
      } else {
        rows++;
      }
      records++;
      int end = chunk.end(r);
      bytes += end - start;
      if (rows == batchRows || bytes >= BATCH_BYTES) {
        grow(chunk, mark, end);
        endSegment();
        endBatch();
      }
    }
    if (isOpen) {
      grow(chunk, mark, Math.toIntExact(chunk.end() - chunk.base()));
    }
  }

  private void open(int number, long at, int before, long firstLine) {
    isOpen = true;
    file = number;
    offset = at;
    length = 0;
    head = before;
    line = firstLine;
    records = 0;
    skippedCount = 0;
    checksum.reset();
  }

  private void skip() {
    if (skippedCount == skipped.length) {
      skipped = Arrays.copyOf(skipped, 2 * skippedCount);
    }
    skipped[skippedCount++] = records;
  }

  private void grow(Chunk chunk, int mark, int end) {
    chunk.checksum(checksum, mark, end);
    length += end - mark;
  }

  /** Ends what is open, because the file has ended. */
  void endFile() {
    if (isOpen) {
      endSegment();
    }
  }

  private void endSegment() {
    segments.add(
        new Segment(
            file,
            offset,
            Math.toIntExact(length),
            head,
            line,
            (int) checksum.getValue(),
            Arrays.copyOf(skipped, skippedCount)));
    isOpen = false;
  }

  private void endBatch() {
    if (rows > 0) {
      batches.add(new CsvBatch(rows, segments));
    }
    segments = new ArrayList<>();
    rows = 0;
    bytes = 0;
  }

  /** All batches; to be asked once, when the last file has ended. */
  List<CsvBatch> finish() {
    endBatch();
    return batches;
  }

  /** Tells the bad records of a chunk; they are asked for in order. */
  private static final class BadOnes {
    private final List<BadRecord> bad;
    private int next;

    BadOnes(Chunk chunk) {
      bad = chunk.bad();
    }

    boolean is(int record) {
      if (next < bad.size() && bad.get(next).record() == record) {
        next++;
        return true;
      }
      return false;
    }
  }
}
