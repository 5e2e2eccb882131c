package io.tributary.data;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
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
  private final Batches batches;
  private final BufferAllocator allocator;
  private final Batches.Cursor cursor;

  /**
   * Opens nothing yet.
   *
   * @param ranges of the pass
   * @param allocator whose memory is used; never closed
   */
  public BatchWork(Ranges ranges, BufferAllocator allocator) {
    this.batches = ranges.batches();
    this.allocator = allocator;
    this.cursor = batches.open(allocator);
  }

  /** Adds the rows of a batch. */
  public <A> void add(int index, A accumulator, Aggregation<A, ?> aggregation) throws IOException {
    var batch = cursor.load(index);
    try {
      aggregation.add(accumulator, batch);
    } catch (RuntimeException e) {
      throw failed(index, batch.getRowCount(), e);
    }
  }

  /** Adds the rows of all batches of a range. */
  <A> void addRange(Ranges ranges, int range, A accumulator, Aggregation<A, ?> aggregation)
      throws IOException {
    for (int b = ranges.begin(range); b < ranges.begin(range + 1); b++) {
      add(b, accumulator, aggregation);
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
      throw failed(index, batch.getRowCount(), e);
    } finally {
      if (!isDone && output != null) {
        output.close();
      }
    }
  }

  /** What work on a batch threw, with the place at which it did. */
  private ExecutionFailure failed(int index, int rows, RuntimeException cause) {
    var where = batches.place(index) + " (of " + rows + " rows)";
    if (cause instanceof ExecutionFailure failure && failure.explanation().isPresent()) {
      var told = failure.explanation().get();
      return new ExecutionFailure(
          failure.code(),
          new Explanation(
              where + " > " + told.where(), told.value(), told.expected(), told.remedy()),
          cause);
    }
    return new ExecutionFailure(
        Code.USER_CODE,
        new Explanation(where, cause.toString(), "no exception", "see the cause"),
        cause);
  }

  @Override
  public void close() throws IOException {
    cursor.close();
  }
}
