package io.tributary.api.data;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Executes full passes. The same aggregation gives the same result on every engine and any number
 * of threads. Thread-safe.
 */
public interface DataEngine {

  /**
   * Aggregates all rows in one pass. Several aggregations share a pass through {@link
   * Aggregations#all}.
   */
  <A, R> R aggregate(Dataset dataset, Aggregation<A, R> aggregation) throws IOException;

  /**
   * Applies {@code function} to every batch and appends the results to {@code out} in the order of
   * the rows.
   */
  void map(Dataset dataset, BatchFunction function, ExamplesWriter out) throws IOException;

  /** Makes engines; found by {@link java.util.ServiceLoader}. */
  interface Provider {

    /**
     * Makes an engine.
     *
     * @param allocator whose memory the engine uses; the engine never closes it
     * @param threads how many threads the engine may keep busy
     */
    DataEngine open(BufferAllocator allocator, int threads);
  }
}
