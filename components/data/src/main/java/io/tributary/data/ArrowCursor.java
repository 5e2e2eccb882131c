package io.tributary.data;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.ipc.ColumnLoader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Loads record batches of Arrow IPC files. */
final class ArrowCursor implements Batches.Cursor {
  private final ArrowBatches batches;
  private final BufferAllocator allocator;
  private @Nullable ColumnLoader loader;
  private @Nullable FileChannel file;
  private @Nullable Path open;

  ArrowCursor(ArrowBatches batches, BufferAllocator allocator) {
    this.batches = batches;
    this.allocator = allocator;
  }

  @Override
  public VectorSchemaRoot load(int batch) throws IOException {
    var place = batches.blocks().get(batch);
    try {
      return loader().load(file(place.part()), place.block());
    } catch (OutOfMemoryException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              batches.place(batch),
              "cannot be loaded (" + e.getMessage() + ")",
              "the bytes that were written",
              "run the node that wrote it again"),
          e);
    }
  }

  private ColumnLoader loader() {
    var from = loader;
    if (from == null) {
      from = new ColumnLoader(batches.whole(), batches.kept(), allocator);
      loader = from;
    }
    return from;
  }

  private FileChannel file(Path part) throws IOException {
    var from = file;
    if (from == null || !part.equals(open)) {
      closeFile();
      from = FileChannel.open(part, StandardOpenOption.READ);
      file = from;
      open = part;
    }
    return from;
  }

  private void closeFile() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      closeFile();
    } finally {
      if (loader != null) {
        loader.close();
        loader = null;
      }
    }
  }
}
