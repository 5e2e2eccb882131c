package io.tributary.data.split;

import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Splits by a time: for every split but the last, the first time that is not in it any more. */
final class TimeSplits implements RowSplits {
  private final TimeColumn column;
  private final long[] bounds;
  private long[] times = new long[0];

  TimeSplits(TimeColumn column, long[] bounds) {
    this.column = column;
    this.bounds = bounds;
  }

  @Override
  public Optional<RowFlaw> assign(VectorSchemaRoot batch, int[] splits) {
    int count = batch.getRowCount();
    if (times.length < count) {
      times = new long[count];
    }
    int flawed = column.read(batch, times);
    if (flawed >= 0) {
      return Optional.of(column.flaw(batch, flawed));
    }
    for (int r = 0; r < count; r++) {
      int s = 0;
      while (s < bounds.length && times[r] >= bounds[s]) {
        s++;
      }
      splits[r] = s;
    }
    return Optional.empty();
  }
}
