package io.tributary.data.split;

import java.util.ArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Finds the split of every row; on all processors when a batch has many rows, which does not show
 * in the answer. Not thread-safe.
 */
final class SplitHash {
  /** Fewer rows are not worth a thread. */
  private static final int ROWS_PER_LANE = 2_048;

  private final Lane[] lanes;

  /** For every split, the first bucket behind it. */
  private final int[] bounds;

  SplitHash(SplitConfig config, Schema schema) {
    this(config, schema, Runtime.getRuntime().availableProcessors());
  }

  SplitHash(SplitConfig config, Schema schema, int threads) {
    bounds = new int[config.splits().size()];
    int bound = 0;
    for (int s = 0; s < bounds.length; s++) {
      bound += config.splits().get(s).hashBuckets();
      bounds[s] = bound;
    }
    lanes = new Lane[threads];
    for (int lane = 0; lane < threads; lane++) {
      lanes[lane] = new Lane(config, schema);
    }
  }

  /**
   * Sets {@code splits[r]} to the index of the split of row {@code r}.
   *
   * @param firstRow number of the batch's first row among all rows
   */
  void assign(VectorSchemaRoot batch, long firstRow, int[] splits) {
    int count = batch.getRowCount();
    int used = Math.max(1, Math.min(lanes.length, count / ROWS_PER_LANE));
    var others = new ArrayList<ForkJoinTask<@Nullable RuntimeException>>(used);
    for (int l = 1; l < used; l++) {
      var lane = lanes[l];
      int from = (int) ((long) count * l / used);
      int to = (int) ((long) count * (l + 1) / used);
      others.add(
          ForkJoinPool.commonPool().submit(() -> lane.assign(batch, from, to, firstRow, splits)));
    }
    var failure = lanes[0].assign(batch, 0, count / used, firstRow, splits);
    // All have to end, even after a failure: the batch is the caller's, who will free it.
    for (var other : others) {
      var further = other.join();
      failure = failure == null ? further : failure;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private int split(int bucket) {
    int s = 0;
    while (bucket >= bounds[s]) {
      s++;
    }
    return s;
  }

  /** What one thread needs. */
  private final class Lane {
    private final BucketHash hash;
    private final RowBytes rows;

    Lane(SplitConfig config, Schema schema) {
      hash = new BucketHash(config.buckets());
      rows = new RowBytes(schema, config.partitionFeature(), hash.sha());
    }

    /** Returns what is wrong with a row, if anything is. */
    @Nullable RuntimeException assign(
        VectorSchemaRoot batch, int from, int to, long firstRow, int[] splits) {
      try {
        rows.load(batch);
        for (int r = from; r < to; r++) {
          var bytes = rows.of(r, firstRow + r);
          splits[r] = split(hash.bucket(bytes.bytes(), bytes.length()));
        }
        return null;
      } catch (RuntimeException e) {
        return e;
      }
    }
  }
}
