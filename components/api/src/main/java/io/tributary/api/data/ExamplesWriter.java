package io.tributary.api.data;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes one split: record batches, compressed with ZSTD, into {@code part-00000.arrow}. Equal
 * batches in equal order give equal bytes. Not thread-safe. A file that was not closed is not a
 * valid Arrow file.
 */
public final class ExamplesWriter implements AutoCloseable {
  /** A fast level, which is unpacked in half the time of level 1; files are 40 % larger. */
  private static final int ZSTD_LEVEL = -4;

  private final Schema schema;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private final FileChannel channel;
  private final BatchFile writer;
  private long rows;

  /**
   * The rows of a batch as they will stand in the file. Has to be closed.
   *
   * @param batch compressed
   */
  public record Packed(ArrowRecordBatch batch) implements AutoCloseable {
    @Override
    public void close() {
      batch.close();
    }
  }

  /** A file that takes batches which have been compressed elsewhere. */
  private static final class BatchFile extends ArrowFileWriter {
    BatchFile(VectorSchemaRoot root, FileChannel channel) {
      super(
          root,
          null,
          channel,
          Map.of(),
          IpcOption.DEFAULT,
          CommonsCompressionFactory.INSTANCE,
          CodecType.ZSTD,
          Optional.of(ZSTD_LEVEL));
    }

    void write(Packed packed) throws IOException {
      writeRecordBatch(packed.batch());
    }
  }

  /**
   * Starts the split's file.
   *
   * @param directory the split's directory; must exist and hold no part yet
   * @param schema of every batch that will be appended
   */
  public ExamplesWriter(Path directory, Schema schema, BufferAllocator allocator)
      throws IOException {
    requireNonNull(schema, "schema");
    requirePlain(schema.getFields());
    channel = FileChannel.open(directory.resolve("part-00000.arrow"), CREATE_NEW, WRITE);
    this.schema = schema;
    this.allocator = allocator;
    root = VectorSchemaRoot.create(schema, allocator);
    writer = new BatchFile(root, channel);
    try {
      writer.start();
    } catch (IOException | RuntimeException e) {
      try (channel;
          root;
          writer) {
        throw e;
      }
    }
  }

  private static void requirePlain(List<Field> fields) {
    for (var field : fields) {
      if (field.getDictionary() != null) {
        throw new IllegalArgumentException(
            "column '"
                + field.getName()
                + "': dictionary-encoded (expected: plain values); decode it before writing");
      }
      requirePlain(field.getChildren());
    }
  }

  public Schema schema() {
    return schema;
  }

  /** Rows appended so far. */
  public long rowCount() {
    return rows;
  }

  /**
   * Appends all rows of {@code batch} as one record batch; a batch without rows is left out. {@code
   * batch} stays the caller's; what its buffers hold under nulls becomes zero.
   */
  public void append(VectorSchemaRoot batch) throws IOException {
    try (var packed = pack(batch)) {
      append(packed);
    }
  }

  /**
   * Compresses a batch, which is most of the work of appending it; by any thread, and several at a
   * time. {@code batch} stays the caller's; what its buffers hold under nulls becomes zero.
   */
  public Packed pack(VectorSchemaRoot batch) {
    if (!batch.getSchema().equals(schema)) {
      throw new IllegalArgumentException(
          "batch: "
              + batch.getSchema()
              + " (expected: "
              + schema
              + "); append batches of the schema that was given to write");
    }
    for (var column : batch.getFieldVectors()) {
      if (column.getValueCount() != batch.getRowCount()) {
        throw new IllegalArgumentException(
            "column '"
                + column.getName()
                + "': "
                + column.getValueCount()
                + " values (expected: "
                + batch.getRowCount()
                + ", the batch's row count); call setRowCount after filling the columns");
      }
      NullSlots.clear(column);
    }
    try (var codec = new ZstdCompression(ZSTD_LEVEL);
        var columns = new VectorUnloader(batch).getRecordBatch();
        var plain = VectorSchemaRoot.create(schema, allocator)) {
      new VectorLoader(plain).load(columns);
      return new Packed(new VectorUnloader(plain, true, codec, true).getRecordBatch());
    }
  }

  /** Appends what {@link #pack} made, which stays the caller's, unless it has no rows. */
  public void append(Packed packed) throws IOException {
    if (packed.batch().getLength() > 0) {
      writer.write(packed);
      rows += packed.batch().getLength();
    }
  }

  @Override
  public void close() throws IOException {
    try (channel;
        root;
        writer) {
      writer.end();
    }
  }
}
