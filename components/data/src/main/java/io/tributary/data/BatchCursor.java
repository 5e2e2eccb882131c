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

/** Loads record batches of one dataset for one thread. */
final class BatchCursor implements AutoCloseable {
  private final BatchIndex batches;
  private final BufferAllocator allocator;
  private @Nullable ArrowFileReader reader;
  private @Nullable Path open;

  BatchCursor(BatchIndex batches, BufferAllocator allocator) {
    this.batches = batches;
    this.allocator = allocator;
  }

  /** Loads a batch; the rows are overwritten by the next call. */
  VectorSchemaRoot load(int index) throws IOException {
    var place = batches.batches().get(index);
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
              place.part() + ", record batch " + place.number(),
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
