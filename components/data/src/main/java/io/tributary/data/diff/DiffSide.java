package io.tributary.data.diff;

import io.tributary.data.Batches;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** One of the two sets of rows that were compared, whose rows can be read by number. Immutable. */
public final class DiffSide {
  private final Batches batches;

  /** For every batch, the number of its first row; behind them, the number of rows. */
  private final long[] starts;

  DiffSide(Batches batches, long[] starts) {
    this.batches = batches;
    this.starts = starts;
  }

  public Schema schema() {
    return batches.schema();
  }

  /** How many rows there are. */
  public long rows() {
    return starts[starts.length - 1];
  }

  /**
   * Reads some rows, in the order given.
   *
   * @param numbers counted from 0
   * @return a batch that the caller closes
   */
  public VectorSchemaRoot read(List<Long> numbers, BufferAllocator allocator) throws IOException {
    var rows = VectorSchemaRoot.create(schema(), allocator);
    boolean isDone = false;
    try (var cursor = batches.open(allocator)) {
      rows.allocateNew();
      int loaded = -1;
      var source = rows;
      for (int i = 0; i < numbers.size(); i++) {
        int batch = batchOf(numbers.get(i));
        if (batch != loaded) {
          source = cursor.load(batch);
          loaded = batch;
        }
        for (int c = 0; c < rows.getFieldVectors().size(); c++) {
          var target = rows.getVector(c);
          if (!(target instanceof NullVector)) {
            target.copyFromSafe((int) (numbers.get(i) - starts[batch]), i, source.getVector(c));
          }
        }
      }
      rows.setRowCount(numbers.size());
      isDone = true;
      return rows;
    } finally {
      if (!isDone) {
        rows.close();
      }
    }
  }

  private int batchOf(long row) {
    int found = Arrays.binarySearch(starts, row);
    // Behind batches without rows comes the one that has the row.
    while (found >= 0 && starts[found + 1] == row) {
      found++;
    }
    return found >= 0 ? found : -found - 2;
  }
}
