package io.tributary.data.tfrecord;

import io.tributary.data.source.BrokenFile;
import io.tributary.data.source.Content;
import io.tributary.data.source.ContentReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the records of a file: their lengths are known one after the other alone. */
final class RecordIndex {
  private static final int BATCH_RECORDS = 8_192;
  private static final int BATCH_BYTES = 8 << 20;
  private static final int LONGEST = 1 << 30;
  private static final int BLOCK = 1 << 18;

  private final ContentReader reader;
  private final Content content;
  private final List<RecordBatch> batches = new ArrayList<>();
  private final byte[] block = new byte[BLOCK];
  private long blockStart;
  private int blockLength;

  private RecordIndex(ContentReader reader, Content content) {
    this.reader = reader;
    this.content = content;
  }

  /**
   * Batches of at most {@value #BATCH_RECORDS} records, and of few bytes.
   *
   * @throws io.tributary.api.ExecutionFailure if the file is no TFRecord file, or cut off
   */
  static List<RecordBatch> of(ContentReader reader, Content content) throws IOException {
    var index = new RecordIndex(reader, content);
    index.read();
    return index.batches;
  }

  private void read() throws IOException {
    long first = 1;
    long start = 0;
    long number = 1;
    for (long at = 0; at < content.size(); number++) {
      long end = at + Frame.HEAD + length(at, number) + Frame.TAIL;
      boolean isFull = number - first == BATCH_RECORDS || end - start > BATCH_BYTES;
      if (isFull && number > first) {
        add(start, at, first, number);
        first = number;
        start = at;
      }
      at = end;
    }
    if (number > first) {
      add(start, content.size(), first, number);
    }
  }

  private void add(long from, long to, long first, long next) {
    batches.add(
        new RecordBatch(
            content, from, Math.toIntExact(to - from), Math.toIntExact(next - first), first));
  }

  private long length(long at, long number) throws IOException {
    long left = content.size() - at;
    if (left < Frame.HEAD) {
      throw cutOff(number, left, "of " + Frame.HEAD + " bytes before it");
    }
    if (at < blockStart || at + Frame.HEAD > blockStart + blockLength) {
      blockStart = at;
      blockLength = (int) Math.min(BLOCK, left);
      reader.read(content, at, block, 0, blockLength);
    }
    int offset = (int) (at - blockStart);
    var head = Frame.of(block);
    long length = head.getLong(offset);
    if (head.getInt(offset + Long.BYTES) != Frame.checksum(block, offset, Long.BYTES)) {
      throw BrokenFile.failure(
          place(number),
          number == 1
              ? "no TFRecord file (its first record has a length with another checksum)"
              : "a length with another checksum than it says, at byte " + at,
          "the bytes that were written");
    }
    if (length < 0 || length > LONGEST) {
      throw BrokenFile.failure(
          place(number), "a record of " + length + " bytes", "at most " + LONGEST);
    }
    if (length > left - Frame.HEAD - Frame.TAIL) {
      throw cutOff(number, left, "of the " + (Frame.HEAD + length + Frame.TAIL) + " that it has");
    }
    return length;
  }

  private RuntimeException cutOff(long number, long left, String of) {
    return BrokenFile.failure(
        place(number), "cut off after " + left + " bytes " + of, "a complete TFRecord file");
  }

  private String place(long number) {
    return content.file() + ", record " + number;
  }
}
