package io.tributary.api.data;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a dataset in order, batch after batch: {@code while (reader.loadNextBatch())
 * use(reader.batch())}. Not thread-safe.
 */
public final class ExamplesReader implements AutoCloseable {
  private final Iterator<Path> parts;
  private final BufferAllocator allocator;
  private final Schema schema;
  private @Nullable ArrowFileReader current;

  /**
   * Opens the first part.
   *
   * @throws IllegalArgumentException if the dataset has no part, or a part is no Arrow file
   */
  public ExamplesReader(Dataset dataset, BufferAllocator allocator) throws IOException {
    this.parts = dataset.parts().iterator();
    this.allocator = requireNonNull(allocator, "allocator");
    if (!parts.hasNext()) {
      throw new IllegalArgumentException(
          "dataset: no parts (expected: at least one Arrow file); read a split that was written");
    }
    current = open(parts.next(), allocator);
    schema = current.getVectorSchemaRoot().getSchema();
  }

  /** An Arrow file that may be compressed; closing the reader closes the file. */
  public static ArrowFileReader open(Path part, BufferAllocator allocator) throws IOException {
    var channel = FileChannel.open(part, StandardOpenOption.READ);
    var reader = new ArrowFileReader(channel, allocator, CommonsCompressionFactory.INSTANCE);
    try {
      reader.getVectorSchemaRoot();
      return reader;
    } catch (IOException | RuntimeException e) {
      try (reader) {
        throw new IllegalArgumentException(
            part
                + ": not a complete Arrow file (expected: an Arrow IPC file that was closed by its writer); run the node that wrote it again",
            e);
      }
    }
  }

  public Schema schema() {
    return schema;
  }

  /**
   * The rows that the last {@link #loadNextBatch} loaded. Owned by this reader; overwritten by the
   * next call.
   */
  public VectorSchemaRoot batch() throws IOException {
    if (current == null) {
      throw new IllegalStateException(
          "reader: at its end (expected: a batch); call batch() only after loadNextBatch() returned true");
    }
    return current.getVectorSchemaRoot();
  }

  /** Loads the next batch with rows; false at the end. */
  public boolean loadNextBatch() throws IOException {
    while (current != null) {
      while (current.loadNextBatch()) {
        if (current.getVectorSchemaRoot().getRowCount() > 0) {
          return true;
        }
      }
      current.close();
      current = null;
      if (parts.hasNext()) {
        current = open(parts.next(), allocator);
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
