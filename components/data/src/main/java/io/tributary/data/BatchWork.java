package io.tributary.data;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.data.Aggregation;
import io.tributary.api.data.BatchFunction;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Does the work of a pass on one thread, batch by batch. What the work throws becomes an {@link
 * ExecutionFailure} that names the batch and keeps the code. Not thread-safe.
 */
public final class BatchWork implements AutoCloseable {
  private final BatchIndex batches;
  private final BufferAllocator allocator;
  private final BatchCursor cursor;

  /**
   * Opens nothing yet.
   *
   * @param ranges of the pass
   * @param allocator whose memory is used; never closed
   */
  public BatchWork(Ranges ranges, BufferAllocator allocator) {
    this.batches = ranges.batches();
    this.allocator = allocator;
    this.cursor = new BatchCursor(batches, allocator);
  }

  /** Adds the rows of a batch. */
  public <A> void add(int index, A accumulator, Aggregation<A, ?> aggregation) throws IOException {
    var batch = cursor.load(index);
    try {
      aggregation.add(accumulator, batch);
    } catch (RuntimeException e) {
      throw batches.failed(index, batch.getRowCount(), e);
    }
  }

  /** What a function makes of a batch; the caller closes it. */
  public VectorSchemaRoot apply(int index, BatchFunction function) throws IOException {
    var batch = cursor.load(index);
    VectorSchemaRoot output = null;
    boolean isDone = false;
    try {
      output = VectorSchemaRoot.create(function.outputSchema(batch.getSchema()), allocator);
      function.apply(batch, output);
      isDone = true;
      return output;
    } catch (RuntimeException e) {
      throw batches.failed(index, batch.getRowCount(), e);
    } finally {
      if (!isDone && output != null) {
        output.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    cursor.close();
  }
}
