package io.tributary.data.split;

import io.tributary.data.Batches;
import io.tributary.data.InOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Finds the times with which splits begin, exactly and in bounded memory: all times go to a file,
 * eight bytes each; four reads of it, for every rank, settle 16 bits each.
 */
final class TimeRanks implements AutoCloseable {
  private static final int DIGIT_BITS = 16;
  private static final int BLOCK = 1 << 20;

  private final FileChannel file;
  private final Path path;
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.nativeOrder());
  private long rows;

  private TimeRanks(Path directory) throws IOException {
    path = Files.createTempFile(directory, "times-", ".bin");
    file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** For every split but the last, the first time that is not in it any more. */
  static long[] bounds(
      TimeShares splits, Batches batches, Path directory, BufferAllocator allocator, int threads)
      throws IOException {
    // A column that is no time is refused beside the names of all others.
    var unused = new TimeColumn(splits.column(), batches.schema());
    var read = batches.only(Set.of(splits.column()));
    try (var times = new TimeRanks(directory)) {
      InOrder.run(
          read.count(),
          threads,
          () -> new Reading(splits.column(), read, allocator),
          times.new Writing());
      times.flush();
      long[] bounds = splits.ranks(times.rows);
      for (int b = 0; b < bounds.length; b++) {
        bounds[b] = times.at(bounds[b]);
      }
      return bounds;
    }
  }

  /** Times of a batch, unless a row has none. */
  private record Times(long[] values, Optional<RowFlaw> flaw) {}

  /** Reads the times of batches. */
  private static final class Reading implements InOrder.Worker<Times> {
    private final TimeColumn column;
    private final Batches.Cursor cursor;

    Reading(String column, Batches batches, BufferAllocator allocator) {
      this.column = new TimeColumn(column, batches.schema());
      this.cursor = batches.open(allocator);
    }

    @Override
    public Times run(int task) throws IOException {
      var batch = cursor.load(task);
      var values = new long[batch.getRowCount()];
      int flawed = column.read(batch, values);
      return new Times(
          values, flawed < 0 ? Optional.empty() : Optional.of(column.flaw(batch, flawed)));
    }

    @Override
    public void close() throws IOException {
      cursor.close();
    }
  }

  /** Writes times, so that their unsigned order is that of the times. */
  private final class Writing implements InOrder.Taker<Times> {
    @Override
    public void take(Times times) throws IOException {
      if (times.flaw().isPresent()) {
        throw times.flaw().get().failure(rows);
      }
      for (long time : times.values()) {
        if (!block.hasRemaining()) {
          flush();
        }
        block.putLong(time ^ Long.MIN_VALUE);
      }
      rows += times.values().length;
    }

    @Override
    public void drop(Times times) {
      // times are on the heap
    }
  }

  private void flush() throws IOException {
    block.flip();
    while (block.hasRemaining()) {
      file.write(block);
    }
    block.clear();
  }

  /** The time of the row with this number in the order of time; beyond the last one, no time. */
  private long at(long rank) throws IOException {
    if (rank >= rows) {
      return Long.MAX_VALUE;
    }
    long known = 0;
    long left = rank;
    for (int shift = Long.SIZE - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
      var counts = count(known, shift);
      int digit = 0;
      while (left >= counts[digit]) {
        left -= counts[digit++];
      }
      known = (known << DIGIT_BITS) | digit;
    }
    return known ^ Long.MIN_VALUE;
  }

  /** How often each digit follows the leading ones that are known. */
  private long[] count(long known, int shift) throws IOException {
    var counts = new long[1 << DIGIT_BITS];
    boolean isFirst = shift + DIGIT_BITS == Long.SIZE;
    for (long at = 0; at < file.size(); at += block.limit()) {
      block.clear();
      while (block.hasRemaining() && file.read(block, at + block.position()) >= 0) {
        // reads on until the block is full or the file has ended
      }
      block.flip();
      for (int i = 0; i < block.limit(); i += Long.BYTES) {
        long time = block.getLong(i);
        if (isFirst || time >>> (shift + DIGIT_BITS) == known) {
          counts[(int) (time >>> shift) & ((1 << DIGIT_BITS) - 1)]++;
        }
      }
    }
    return counts;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      Files.delete(path);
    }
  }
}
