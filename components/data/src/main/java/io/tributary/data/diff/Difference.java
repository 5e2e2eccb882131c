package io.tributary.data.diff;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * In what two sets of rows differ. Rows are counted from 0. With a key, every row of a side is
 * either the same, changed, only there, or repeats a key; without one, it is the same or only
 * there.
 *
 * @param a the first side
 * @param b the second side
 * @param columns in what the columns differ
 * @param same rows that both have
 * @param onlyInA rows that the second has not, or not as often
 * @param onlyInB rows that the first has not, or not as often
 * @param changed rows whose key both have, with other values; none without a key
 * @param repeatedInA rows whose key an earlier row has, and which are not compared; none without a
 *     key
 * @param repeatedInB the same of the second side
 */
public record Difference(
    DiffSide a,
    DiffSide b,
    ColumnDifference columns,
    long same,
    Rows onlyInA,
    Rows onlyInB,
    Changes changed,
    Rows repeatedInA,
    Rows repeatedInB) {

  /**
   * Rows of one side.
   *
   * @param count how many there are
   * @param samples the first of them
   */
  public record Rows(long count, List<Single> samples) {
    public Rows {
      samples = List.copyOf(samples);
    }
  }

  /**
   * A row of one side.
   *
   * @param row its number
   * @param count how many equal rows it stands for, the first of which it is
   */
  public record Single(long row, long count) {}

  /**
   * Rows that have changed.
   *
   * @param count how many there are
   * @param columns for every column that changed, in how many rows; by name
   * @param samples the first of them, by the order of the first side
   */
  public record Changes(long count, Map<String, Long> columns, List<Change> samples) {
    public Changes {
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
      samples = List.copyOf(samples);
    }
  }

  /**
   * A row that has changed.
   *
   * @param columns that have other values, by name
   */
  public record Change(long rowInA, long rowInB, List<String> columns) {
    public Change {
      columns = List.copyOf(columns);
    }
  }

  /** Whether both sides have the same rows and columns, and no key is repeated. */
  public boolean isEmpty() {
    return columns.isEmpty()
        && onlyInA.count() == 0
        && onlyInB.count() == 0
        && changed.count() == 0
        && repeatedInA.count() == 0
        && repeatedInB.count() == 0;
  }
}
