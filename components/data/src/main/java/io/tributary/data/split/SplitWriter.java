package io.tributary.data.split;

import io.tributary.api.data.ExamplesWriter;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Divides rows among splits and writes them, in the order in which they come. What is written
 * depends on the rows alone, not on how they came in batches. Not thread-safe.
 */
public final class SplitWriter implements AutoCloseable {
  /** Rows of a written record batch. */
  public static final int BATCH_ROWS = 8_192;

  private final List<ExamplesWriter> writers;
  private final SplitHash hash;
  private final RowCollector[] pending;
  private int[] splits = new int[BATCH_ROWS];
  private long rows;

  /**
   * A writer into files that are already open.
   *
   * @param writers one for every split of {@code config}, in its order; closed with this
   * @throws io.tributary.api.ExecutionFailure if {@code config} names a column that {@code schema}
   *     has not
   */
  public SplitWriter(
      SplitConfig config, Schema schema, List<ExamplesWriter> writers, BufferAllocator allocator) {
    if (writers.size() != config.splits().size()) {
      throw new IllegalArgumentException(
          "writers: "
              + writers.size()
              + " (expected: "
              + config.splits().size()
              + "); open one for every split");
    }
    this.writers = List.copyOf(writers);
    hash = new SplitHash(config, schema);
    pending = new RowCollector[writers.size()];
    for (int s = 0; s < pending.length; s++) {
      pending[s] = new RowCollector(VectorSchemaRoot.create(schema, allocator), BATCH_ROWS);
    }
  }

  /** Adds all rows of {@code batch}, which stays the caller's. */
  public void append(VectorSchemaRoot batch) throws IOException {
    int count = batch.getRowCount();
    if (splits.length < count) {
      splits = new int[count];
    }
    hash.assign(batch, rows, splits);
    rows += count;
    for (int s = 0; s < pending.length; s++) {
      var collector = pending[s];
      int from = 0;
      while (from < count) {
        from = collector.collect(batch, splits, s, from);
        if (collector.isFull()) {
          writers.get(s).append(collector.finished());
          collector.begin();
        }
      }
    }
  }

  /** Writes what is pending. To be called when all rows have been added. */
  public void finish() throws IOException {
    for (int s = 0; s < pending.length; s++) {
      writers.get(s).append(pending[s].finished());
      pending[s].begin();
    }
  }

  @Override
  public void close() throws IOException {
    for (var collector : pending) {
      collector.close();
    }
    IOException failed = null;
    for (var writer : writers) {
      try {
        writer.close();
      } catch (IOException e) {
        if (failed == null) {
          failed = e;
        } else {
          failed.addSuppressed(e);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
