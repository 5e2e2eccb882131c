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
   * @param columns that are read, at least one
   * @param most how many rows; all, if there are no more
   * @return the rows in one batch, which the caller closes
   */
  static VectorSchemaRoot of(
      Batches rows, Set<String> columns, int most, long seed, BufferAllocator allocator)
      throws IOException {
    long left = count(rows.only(Set.of(columns.iterator().next())), allocator);
    int wanted = (int) Math.min(most, left);
    var random = new SplittableRandom(seed);
    var read = rows.only(columns);
    var parts = new ArrayList<VectorSchemaRoot>();
    try (var cursor = read.open(allocator)) {
      for (int i = 0; i < read.count() && wanted > 0; i++) {
        var batch = cursor.load(i);
        var chosen = new int[batch.getRowCount()];
        int count = 0;
        for (int row = 0; row < batch.getRowCount(); row++, left--) {
          if (random.nextDouble() * left < wanted) {
            chosen[count++] = row;
            wanted--;
          }
        }
        if (count > 0) {
          parts.add(RowCopies.of(batch, chosen, 0, count, allocator));
        }
      }
      return joined(read, parts, allocator);
    } finally {
      parts.forEach(VectorSchemaRoot::close);
    }
  }

  private static long count(Batches rows, BufferAllocator allocator) throws IOException {
    long count = 0;
    try (var cursor = rows.open(allocator)) {
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
