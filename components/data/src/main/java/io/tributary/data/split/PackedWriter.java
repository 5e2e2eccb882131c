package io.tributary.data.split;

import io.tributary.api.data.ExamplesWriter;
import io.tributary.api.data.ExamplesWriter.Packed;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Appends batches in order, while other threads compress those that follow. Not thread-safe. */
final class PackedWriter implements AutoCloseable {
  private final ExamplesWriter out;
  private final int ahead;
  private final ArrayDeque<ForkJoinTask<Packed>> pending = new ArrayDeque<>();

  /**
   * Writes into {@code out}, which is closed with this.
   *
   * @param ahead how many batches may wait to be compressed; with 0, the caller compresses
   */
  PackedWriter(ExamplesWriter out, int ahead) {
    this.out = out;
    this.ahead = ahead;
  }

  /** Takes a batch over. */
  void append(VectorSchemaRoot batch) throws IOException {
    if (ahead == 0) {
      try (batch) {
        out.append(batch);
      }
      return;
    }
    pending.add(ForkJoinPool.commonPool().submit(() -> pack(batch)));
    while (pending.size() > ahead) {
      writeFirst();
    }
  }

  private Packed pack(VectorSchemaRoot batch) {
    try (batch) {
      return out.pack(batch);
    }
  }

  private void writeFirst() throws IOException {
    try (var packed = pending.remove().join()) {
      out.append(packed);
    }
  }

  /** Writes what is pending. */
  void finish() throws IOException {
    while (!pending.isEmpty()) {
      writeFirst();
    }
  }

  /** Number of the rows that have been written. */
  long rows() {
    return out.rowCount();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      // After a failure the batches that follow are dropped, and what fails with them is no news.
      for (var task : pending) {
        task.quietlyJoin();
        if (task.isCompletedNormally()) {
          task.join().close();
        }
      }
      pending.clear();
    }
  }
}
