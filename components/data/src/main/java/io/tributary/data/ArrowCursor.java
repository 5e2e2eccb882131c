package io.tributary.data;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.data.ExamplesReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.jspecify.annotations.Nullable;

/** Loads record batches of Arrow IPC files. */
final class ArrowCursor implements Batches.Cursor {
  private final ArrowBatches batches;
  private final BufferAllocator allocator;
  private @Nullable ArrowFileReader reader;
  private @Nullable Path open;

  ArrowCursor(ArrowBatches batches, BufferAllocator allocator) {
    this.batches = batches;
    this.allocator = allocator;
  }

  @Override
  public VectorSchemaRoot load(int batch) throws IOException {
    var place = batches.blocks().get(batch);
    var from = reader;
    if (from == null || !place.part().equals(open)) {
      close();
      from = ExamplesReader.open(place.part(), allocator);
      reader = from;
      open = place.part();
    }
    try {
      from.loadRecordBatch(place.block());
      return from.getVectorSchemaRoot();
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

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
