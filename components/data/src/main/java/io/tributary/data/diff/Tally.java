package io.tributary.data.diff;

import io.tributary.data.InOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/** Counts of a difference in the making. Not thread-safe. */
final class Tally {
  /** A changed row. */
  private record Pair(long rowInA, long rowInB, List<Integer> columns) {
    Difference.Change change(List<String> names) {
      return new Difference.Change(rowInA, rowInB, columns.stream().map(names::get).toList());
    }
  }

  private final boolean isKeyed;
  private final FirstRows<Difference.Single> onlyInA;
  private final FirstRows<Difference.Single> onlyInB;
  private final FirstRows<Difference.Single> repeatedInA;
  private final FirstRows<Difference.Single> repeatedInB;
  private final FirstRows<Pair> changed;
  private final long[] changedColumns;
  private long same;
  private long onlyInACount;
  private long onlyInBCount;
  private long repeatedInACount;
  private long repeatedInBCount;
  private long changedCount;

  Tally(boolean isKeyed, int columns, int samples) {
    this.isKeyed = isKeyed;
    onlyInA = new FirstRows<>(samples, Difference.Single::row);
    onlyInB = new FirstRows<>(samples, Difference.Single::row);
    repeatedInA = new FirstRows<>(samples, Difference.Single::row);
    repeatedInB = new FirstRows<>(samples, Difference.Single::row);
    changed = new FirstRows<>(samples, Pair::rowInA);
    changedColumns = new long[columns];
  }

  /** A row whose key an earlier one has. */
  void repeatedInA(long row) {
    if (isKeyed) {
      repeatedInACount++;
      repeatedInA.add(row, () -> new Difference.Single(row, 1));
    }
  }

  /** A row whose key an earlier one has. */
  void repeatedInB(long row) {
    if (isKeyed) {
      repeatedInBCount++;
      repeatedInB.add(row, () -> new Difference.Single(row, 1));
    }
  }

  /** The first rows of a key on both sides. */
  void pair(RecordView a, RecordView b) {
    if (!isKeyed) {
      return;
    }
    var columns = new ArrayList<Integer>();
    for (int c = 0; c < changedColumns.length; c++) {
      if (!Arrays.equals(
          a.bytes(), a.valueStart(c), a.valueEnd(c), b.bytes(), b.valueStart(c), b.valueEnd(c))) {
        changedColumns[c]++;
        columns.add(c);
      }
    }
    if (columns.isEmpty()) {
      same++;
    } else {
      changedCount++;
      long rowInA = a.row();
      long rowInB = b.row();
      changed.add(rowInA, () -> new Pair(rowInA, rowInB, columns));
    }
  }

  /** How often a key occurs on either side, and where first. */
  void entry(long inA, long rowInA, long inB, long rowInB) {
    if (!isKeyed) {
      same += Math.min(inA, inB);
    }
    long moreInA = isKeyed ? (inB == 0 ? 1 : 0) : inA - inB;
    long moreInB = isKeyed ? (inA == 0 ? 1 : 0) : inB - inA;
    if (moreInA > 0) {
      onlyInACount += moreInA;
      onlyInA.add(rowInA, () -> new Difference.Single(rowInA, moreInA));
    }
    if (moreInB > 0) {
      onlyInBCount += moreInB;
      onlyInB.add(rowInB, () -> new Difference.Single(rowInB, moreInB));
    }
  }

  private void add(Tally other) {
    onlyInA.addAll(other.onlyInA);
    onlyInB.addAll(other.onlyInB);
    repeatedInA.addAll(other.repeatedInA);
    repeatedInB.addAll(other.repeatedInB);
    changed.addAll(other.changed);
    for (int c = 0; c < changedColumns.length; c++) {
      changedColumns[c] += other.changedColumns[c];
    }
    same += other.same;
    onlyInACount += other.onlyInACount;
    onlyInBCount += other.onlyInBCount;
    repeatedInACount += other.repeatedInACount;
    repeatedInBCount += other.repeatedInBCount;
    changedCount += other.changedCount;
  }

  InOrder.Taker<Tally> taker() {
    return new InOrder.Taker<>() {
      @Override
      public void take(Tally other) {
        add(other);
      }

      @Override
      public void drop(Tally other) {
        // counts are on the heap
      }
    };
  }

  Difference difference(DiffSide a, DiffSide b, List<String> columns) {
    var changes = new LinkedHashMap<String, Long>();
    for (int c = 0; c < changedColumns.length; c++) {
      if (changedColumns[c] > 0) {
        changes.put(columns.get(c), changedColumns[c]);
      }
    }
    return new Difference(
        a,
        b,
        ColumnDifference.between(a.schema(), b.schema()),
        same,
        new Difference.Rows(onlyInACount, onlyInA.inOrder()),
        new Difference.Rows(onlyInBCount, onlyInB.inOrder()),
        new Difference.Changes(
            changedCount,
            changes,
            changed.inOrder().stream().map(pair -> pair.change(columns)).toList()),
        new Difference.Rows(repeatedInACount, repeatedInA.inOrder()),
        new Difference.Rows(repeatedInBCount, repeatedInB.inOrder()));
  }
}
