package io.tributary.data.split;

import io.tributary.api.data.ExamplesWriter;
import java.io.IOException;
import java.util.ArrayList;
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

  /** Opens the file of a split. */
  public interface Opening {
    ExamplesWriter open(String split) throws IOException;
  }

  private final List<ExamplesWriter> writers = new ArrayList<>();
  private final List<RowCollector> pending = new ArrayList<>();
  private final SplitHash hash;
  private int[] splits = new int[BATCH_ROWS];
  private long rows;

  /**
   * Opens all splits.
   *
   * @param opening makes the writers, which are closed with this
   * @throws io.tributary.api.ExecutionFailure if {@code config} names a column that {@code schema}
   *     has not
   */
  public SplitWriter(SplitConfig config, Schema schema, Opening opening, BufferAllocator allocator)
      throws IOException {
    hash = new SplitHash(config, schema);
    try {
      for (var split : config.names()) {
        writers.add(opening.open(split));
        pending.add(new RowCollector(VectorSchemaRoot.create(schema, allocator), BATCH_ROWS));
      }
    } catch (IOException | RuntimeException e) {
      try (this) {
        throw e;
      }
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
    for (int s = 0; s < pending.size(); s++) {
      var collector = pending.get(s);
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
    for (int s = 0; s < pending.size(); s++) {
      writers.get(s).append(pending.get(s).finished());
      pending.get(s).begin();
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
