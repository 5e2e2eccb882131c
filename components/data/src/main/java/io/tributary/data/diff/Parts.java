package io.tributary.data.diff;

import io.tributary.data.InOrder;
import io.tributary.data.row.ByteSink;
import io.tributary.data.row.Hash64;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The records of one side, cut into parts by a hash of their keys, each in the order of the rows.
 * They are in memory until they are too many, then in files. Written by one thread; then read by
 * any number of them.
 */
final class Parts implements AutoCloseable {
  /** How many parts there are. */
  static final int COUNT = 64;

  private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(COUNT);
  private static final int FIRST_BUFFER = 1 << 10;

  /**
   * When parts go elsewhere.
   *
   * @param bufferBytes so many bytes of one side stay in memory
   * @param partBytes larger parts, of both sides together, are divided again
   * @param depth how often; what is still larger then has few keys
   */
  record Limits(long bufferBytes, long partBytes, int depth) {
    static final Limits DEFAULT = new Limits(64L << 20, 128L << 20, 3);
  }

  private final int columns;
  private final Path directory;
  private final Limits limits;
  private final int depth;
  private final ByteSink[] buffers = new ByteSink[COUNT];
  private final @Nullable Path[] files = new @Nullable Path[COUNT];
  private final long[] written = new long[COUNT];
  private long buffered;

  /**
   * No records yet.
   *
   * @param columns how many are compared
   * @param directory for files
   */
  Parts(int columns, Path directory, Limits limits) {
    this(columns, directory, limits, 0);
  }

  private Parts(int columns, Path directory, Limits limits, int depth) {
    this.columns = columns;
    this.directory = directory;
    this.limits = limits;
    this.depth = depth;
    for (int p = 0; p < COUNT; p++) {
      buffers[p] = new ByteSink(FIRST_BUFFER);
    }
  }

  /**
   * Takes the records of batches, and tells the number of the first row of each in {@code starts}.
   */
  InOrder.Taker<RowRecords.Batch> taker(long[] starts) {
    return new InOrder.Taker<>() {
      private int taken;

      @Override
      public void take(RowRecords.Batch batch) throws IOException {
        int from = 0;
        for (int end : batch.ends()) {
          add(batch.bytes(), from, end, starts[taken]);
          from = end;
        }
        starts[taken + 1] = starts[taken] + batch.ends().length;
        taken++;
      }

      @Override
      public void drop(RowRecords.Batch batch) {
        // records are on the heap
      }
    };
  }

  private void add(byte[] bytes, int from, int end, long firstRow) throws IOException {
    var record = new RecordView(columns, bytes, from);
    long hash = Hash64.of(bytes, record.key(), record.keyLength(), depth);
    int part = (int) (hash >>> SHIFT);
    var buffer = buffers[part];
    buffer.putInt(end - from);
    buffer.putLong(firstRow + record.row());
    buffer.put(bytes, from + Long.BYTES, end - from - Long.BYTES);
    written[part] += Integer.BYTES + end - from;
    buffered += Integer.BYTES + end - from;
    if (buffered > limits.bufferBytes()) {
      spill();
    }
  }

  private void spill() throws IOException {
    for (int p = 0; p < COUNT; p++) {
      var buffer = buffers[p];
      if (buffer.length() > 0) {
        var file = files[p];
        if (file == null) {
          file = Files.createTempFile(directory, "difference-", ".bin");
          files[p] = file;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
          var bytes = ByteBuffer.wrap(buffer.bytes(), 0, buffer.length());
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        }
        buffer.clear();
      }
    }
    buffered = 0;
  }

  /** Whether a part of both sides has to be divided before it is compared. */
  boolean isTooLarge(int part, Parts other) {
    return depth < limits.depth() && written[part] + other.written[part] > limits.partBytes();
  }

  /** A part, cut into parts by another hash. */
  Parts divide(int part) throws IOException {
    var parts = new Parts(columns, directory, limits, depth + 1);
    boolean isDone = false;
    try (var records = read(part)) {
      while (records.next()) {
        parts.add(records.bytes(), 0, records.length(), 0);
      }
      isDone = true;
      return parts;
    } finally {
      if (!isDone) {
        parts.close();
      }
    }
  }

  /** The records of a part. */
  RecordReader read(int part) throws IOException {
    InputStream rest = new ByteArrayInputStream(buffers[part].bytes(), 0, buffers[part].length());
    var file = files[part];
    return new RecordReader(
        columns, file == null ? rest : new SequenceInputStream(Files.newInputStream(file), rest));
  }

  @Override
  public void close() throws IOException {
    for (var file : files) {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }
}
