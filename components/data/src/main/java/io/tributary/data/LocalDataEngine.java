package io.tributary.data;

import static java.util.Objects.requireNonNull;

import io.tributary.api.data.Aggregation;
import io.tributary.api.data.BatchFunction;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesWriter;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Executes full passes on the threads of this process. An aggregation's rows are cut into ranges
 * whose bounds depend on the data alone; every range gets an accumulator, and accumulators are
 * merged in the order of the rows: the number of threads does not show in the result, not even in
 * the last bit of a sum of floating-point numbers. Memory is bounded by a few record batches and
 * accumulators per thread. Thread-safe.
 */
public final class LocalDataEngine implements DataEngine {
  /** An aggregation has at most this many ranges, and so keeps at most this many threads busy. */
  static final int MAX_RANGES = 32;

  private final BufferAllocator allocator;
  private final int threads;

  /**
   * An engine whose threads live only as long as a pass.
   *
   * @param allocator whose memory is used; never closed by the engine
   * @param threads how many threads a pass keeps busy, the caller's among them; at least 1
   */
  public LocalDataEngine(BufferAllocator allocator, int threads) {
    this.allocator = requireNonNull(allocator, "allocator");
    if (threads < 1) {
      throw new IllegalArgumentException(
          "threads: " + threads + " (expected: > 0); use the number of processors");
    }
    this.threads = threads;
  }

  /** Makes local engines. */
  public static final class Provider implements DataEngine.Provider {
    @Override
    public DataEngine open(BufferAllocator allocator, int threads) {
      return new LocalDataEngine(allocator, threads);
    }
  }

  @Override
  public <A, R> R aggregate(Dataset dataset, Aggregation<A, R> aggregation) throws IOException {
    var batches = BatchIndex.of(dataset, allocator);
    int perRange = Math.max(1, (batches.count() + MAX_RANGES - 1) / MAX_RANGES);
    int ranges = (batches.count() + perRange - 1) / perRange;
    var merged = new Merging<A, R>(aggregation);
    InOrder.run(
        ranges,
        threads,
        () -> new Aggregating<>(batches, perRange, aggregation, allocator),
        merged);
    return aggregation.finish(
        merged.whole == null ? aggregation.create(batches.schema()) : merged.whole);
  }

  @Override
  public void map(Dataset dataset, BatchFunction function, ExamplesWriter out) throws IOException {
    var batches = BatchIndex.of(dataset, allocator);
    InOrder.run(
        batches.count(),
        threads,
        () -> new Mapping(batches, function, allocator),
        new InOrder.Taker<VectorSchemaRoot>() {
          @Override
          public void take(VectorSchemaRoot result) throws IOException {
            try (result) {
              out.append(result);
            }
          }

          @Override
          public void drop(VectorSchemaRoot result) {
            result.close();
          }
        });
  }

  /** Accumulates ranges of record batches. */
  private static final class Aggregating<A> implements InOrder.Worker<A> {
    private final BatchIndex batches;
    private final int perRange;
    private final Aggregation<A, ?> aggregation;
    private final BatchCursor cursor;

    Aggregating(
        BatchIndex batches,
        int perRange,
        Aggregation<A, ?> aggregation,
        BufferAllocator allocator) {
      this.batches = batches;
      this.perRange = perRange;
      this.aggregation = aggregation;
      cursor = new BatchCursor(batches, allocator);
    }

    @Override
    public A run(int range) throws IOException {
      var accumulator = aggregation.create(batches.schema());
      int end = Math.min(batches.count(), (range + 1) * perRange);
      for (int b = range * perRange; b < end; b++) {
        var batch = cursor.load(b);
        try {
          aggregation.add(accumulator, batch);
        } catch (RuntimeException e) {
          throw batches.failed(b, batch.getRowCount(), e);
        }
      }
      return accumulator;
    }

    @Override
    public void close() throws IOException {
      cursor.close();
    }
  }

  /** Merges accumulators in the order of their ranges. */
  private static final class Merging<A, R> implements InOrder.Taker<A> {
    private final Aggregation<A, R> aggregation;
    private @Nullable A whole;

    Merging(Aggregation<A, R> aggregation) {
      this.aggregation = aggregation;
    }

    @Override
    public void take(A accumulator) {
      if (whole == null) {
        whole = accumulator;
      } else {
        aggregation.merge(whole, accumulator);
      }
    }

    @Override
    public void drop(A accumulator) {
      // an accumulator is on the heap
    }
  }

  /** Applies a function to record batches. */
  private static final class Mapping implements InOrder.Worker<VectorSchemaRoot> {
    private final BatchIndex batches;
    private final BatchFunction function;
    private final BufferAllocator allocator;
    private final BatchCursor cursor;

    Mapping(BatchIndex batches, BatchFunction function, BufferAllocator allocator) {
      this.batches = batches;
      this.function = function;
      this.allocator = allocator;
      cursor = new BatchCursor(batches, allocator);
    }

    @Override
    public VectorSchemaRoot run(int index) throws IOException {
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
}
