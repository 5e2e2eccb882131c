package io.tributary.components.evaluator;

import io.tributary.data.Batches;
import io.tributary.data.row.RowCopies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.VectorSchemaRootAppender;

/** A sample of rows, every one as probable as any other. */
final class RowSample {
  private RowSample() {}

  /**
   * Draws rows without replacement, and keeps their order (selection sampling: Knuth, The Art of
   * Computer Programming 3.4.2, algorithm S).
   *
   * @param rows all of whose columns are read
   * @param most how many rows; all, if there are no more
   * @return the rows in one batch, which the caller closes
   */
  static VectorSchemaRoot of(Batches rows, int most, long seed, BufferAllocator allocator)
      throws IOException {
    return of(rows, count(rows, allocator), most, seed, allocator);
  }

  /** As {@link #of(Batches, int, long, BufferAllocator)} of so many rows. */
  static VectorSchemaRoot of(
      Batches rows, long count, int most, long seed, BufferAllocator allocator) throws IOException {
    long left = count;
    int wanted = (int) Math.min(most, left);
    var random = new SplittableRandom(seed);
    var parts = new ArrayList<VectorSchemaRoot>();
    try (var cursor = rows.open(allocator)) {
      for (int i = 0; i < rows.count() && wanted > 0; i++) {
        var batch = cursor.load(i);
        var chosen = new int[batch.getRowCount()];
        int taken = 0;
        for (int row = 0; row < batch.getRowCount(); row++, left--) {
          if (random.nextDouble() * left < wanted) {
            chosen[taken++] = row;
            wanted--;
          }
        }
        if (taken > 0) {
          parts.add(RowCopies.of(batch, chosen, 0, taken, allocator));
        }
      }
      return joined(rows, parts, allocator);
    } finally {
      parts.forEach(VectorSchemaRoot::close);
    }
  }

  /** How many rows there are, of which no more than one column is read. */
  static long count(Batches rows, BufferAllocator allocator) throws IOException {
    long count = 0;
    var first = Set.of(rows.schema().getFields().get(0).getName());
    try (var cursor = rows.only(first).open(allocator)) {
      for (int i = 0; i < rows.count(); i++) {
        count += cursor.load(i).getRowCount();
      }
    }
    return count;
  }

  private static VectorSchemaRoot joined(
      Batches rows, List<VectorSchemaRoot> parts, BufferAllocator allocator) {
    var joined = VectorSchemaRoot.create(rows.schema(), allocator);
    boolean isDone = false;
    try {
      joined.allocateNew();
      VectorSchemaRootAppender.append(false, joined, parts.toArray(VectorSchemaRoot[]::new));
      isDone = true;
      return joined;
    } finally {
      if (!isDone) {
        joined.close();
      }
    }
  }

  /** The numbers from 0 to before {@code count} in another order: Durstenfeld's shuffle. */
  static int[] order(int count, long seed, int repeat) {
    var order = new int[count];
    Arrays.setAll(order, i -> i);
    var random = new SplittableRandom(seed ^ ((repeat + 1L) * 0x9E3779B97F4A7C15L));
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
