package io.tributary.api.data;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a dataset in order, batch after batch: {@code while (reader.loadNextBatch())
 * use(reader.batch())}. Not thread-safe.
 */
public final class ExamplesReader implements AutoCloseable {
  private static final String RUN_AGAIN = "run the node that wrote it again";

  private final Iterator<Path> parts;
  private final BufferAllocator allocator;
  private final Schema schema;
  private Path part;
  private @Nullable ArrowFileReader current;

  /**
   * Opens the first part.
   *
   * @throws IllegalArgumentException if the dataset has no part
   * @throws ExecutionFailure if the part is missing, may not be read, or is no complete Arrow file
   */
  public ExamplesReader(Dataset dataset, BufferAllocator allocator) throws IOException {
    this.parts = dataset.parts().iterator();
    this.allocator = requireNonNull(allocator, "allocator");
    if (!parts.hasNext()) {
      throw new IllegalArgumentException(
          "dataset: no parts (expected: at least one Arrow file); read a split that was written");
    }
    part = parts.next();
    current = open(part, allocator);
    schema = current.getVectorSchemaRoot().getSchema();
  }

  /**
   * An Arrow file that may be compressed; closing the reader closes the file.
   *
   * @throws ExecutionFailure if the file is missing, may not be read, or is no complete Arrow file
   */
  public static ArrowFileReader open(Path part, BufferAllocator allocator) throws IOException {
    var reader = new ArrowFileReader(channel(part), allocator, CommonsCompressionFactory.INSTANCE);
    try {
      reader.getVectorSchemaRoot();
      return reader;
    } catch (IOException | RuntimeException e) {
      try (reader) {
        throw new ExecutionFailure(
            Code.INVALID_DATA,
            new Explanation(
                part.toString(),
                "not a complete Arrow file",
                "an Arrow IPC file that was closed by its writer",
                RUN_AGAIN),
            e);
      }
    }
  }

  private static FileChannel channel(Path part) throws IOException {
    try {
      return FileChannel.open(part, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(part.toString(), "no such file", "an Arrow IPC file", RUN_AGAIN),
          e);
    } catch (AccessDeniedException e) {
      throw new ExecutionFailure(
          Code.PERMISSION_DENIED,
          new Explanation(
              part.toString(),
              "may not be read",
              "read permission for this process",
              "give the user who runs the pipeline access to the artifacts"),
          e);
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

  /**
   * Loads the next batch with rows; false at the end.
   *
   * @throws ExecutionFailure if a part is damaged, or has another schema than the first
   */
  public boolean loadNextBatch() throws IOException {
    while (current != null) {
      while (loads(current)) {
        if (current.getVectorSchemaRoot().getRowCount() > 0) {
          return true;
        }
      }
      current.close();
      current = null;
      if (parts.hasNext()) {
        part = parts.next();
        current = open(part, allocator);
        requireSameSchema(current.getVectorSchemaRoot().getSchema());
      }
    }
    return false;
  }

  private boolean loads(ArrowFileReader reader) throws IOException {
    try {
      return reader.loadNextBatch();
    } catch (OutOfMemoryException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(part, e);
    }
  }

  /** A part whose record batches cannot be loaded. */
  private static ExecutionFailure damaged(Path part, Exception cause) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            part.toString(),
            "a record batch cannot be loaded (" + cause.getMessage() + ")",
            "the bytes that were written",
            RUN_AGAIN),
        cause);
  }

  private void requireSameSchema(Schema other) {
    if (!other.equals(schema)) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              part.toString(),
              other.toString(),
              "the schema of the first part, " + schema,
              "read datasets of different schemas one by one"));
    }
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
