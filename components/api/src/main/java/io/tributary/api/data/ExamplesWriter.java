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
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes one split: record batches, compressed with ZSTD, into {@code part-00000.arrow}. Equal
 * batches in equal order give equal bytes. Not thread-safe. A file that was not closed is not a
 * valid Arrow file.
 */
public final class ExamplesWriter implements AutoCloseable {
  private static final int ZSTD_LEVEL = 1;

  private final VectorSchemaRoot root;
  private final FileChannel channel;
  private final ArrowFileWriter writer;
  private long rows;

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
    root = VectorSchemaRoot.create(schema, allocator);
    writer =
        new ArrowFileWriter(
            root,
            null,
            channel,
            Map.of(),
            IpcOption.DEFAULT,
            CommonsCompressionFactory.INSTANCE,
            CodecType.ZSTD,
            Optional.of(ZSTD_LEVEL));
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
    return root.getSchema();
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
    if (!batch.getSchema().equals(root.getSchema())) {
      throw new IllegalArgumentException(
          "batch: "
              + batch.getSchema()
              + " (expected: "
              + root.getSchema()
              + "); append batches of the schema that was given to write");
    }
    if (batch.getRowCount() == 0) {
      return;
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
    try (var columns = new VectorUnloader(batch).getRecordBatch()) {
      new VectorLoader(root).load(columns);
    }
    writer.writeBatch();
    rows += batch.getRowCount();
    root.clear();
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
