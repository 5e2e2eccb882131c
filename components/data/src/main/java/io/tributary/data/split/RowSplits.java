package io.tributary.data.split;

import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Finds the splits of rows, on one thread. */
interface RowSplits {
  /** In place of the number of a split: the row is left out. */
  int LEFT_OUT = -1;

  /**
   * Sets {@code splits[r]} to the number of the split of row {@code r}, for all rows of the batch.
   *
   * @return why a row has no split, if any has none
   */
  Optional<RowFlaw> assign(VectorSchemaRoot batch, int[] splits);
}
