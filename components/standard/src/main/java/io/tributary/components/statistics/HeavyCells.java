package io.tributary.components.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The cells of a text column that hold the most values, heaviest first (by index where equal).
 *
 * @param slice name of the slice, or what statistics of all rows are called
 * @param column index of the feature
 * @param path names that lead to the feature, from its column on
 * @param cells the cells
 * @param counts how many values fell into each of them, and, one longer, into the heaviest cell
 *     that is not among them
 */
record HeavyCells(String slice, int column, List<String> path, int[] cells, long[] counts)
    implements Serializable {
  /** Number of cells of a column. */
  static final int CELLS = 1 << 16;

  private static final int INDEX_BITS = 16;

  private static final int KEPT = 1024;

  /** The cell of a value, by its hash: bits that sampling and slots of tables look at least. */
  static int cell(long hash) {
    return (int) (hash >>> 48);
  }

  static HeavyCells of(String slice, int column, List<String> path, long[] counts) {
    // count and index in one number: ascending by count, where equal descending by index
    var packed = new long[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      packed[cell] = counts[cell] << INDEX_BITS | (CELLS - 1 - cell);
    }
    Arrays.sort(packed);
    var cells = new int[KEPT];
    var weights = new long[KEPT + 1];
    for (int rank = 0; rank <= KEPT; rank++) {
      long next = packed[CELLS - 1 - rank];
      weights[rank] = next >>> INDEX_BITS;
      if (rank < KEPT) {
        cells[rank] = CELLS - 1 - (int) (next & (CELLS - 1));
      }
    }
    return new HeavyCells(slice, column, path, cells, weights);
  }

  interface Test {
    /** Whether some value in a cell may occur more often than that. */
    boolean mayHoldMoreThan(long times, int cell);
  }

  /** Whether some value may occur more often than all values in the heaviest other cell. */
  boolean anyMatch(Test test) {
    for (int cell : cells) {
      if (test.mayHoldMoreThan(counts[cells.length], cell)) {
        return true;
      }
    }
    return false;
  }
}
