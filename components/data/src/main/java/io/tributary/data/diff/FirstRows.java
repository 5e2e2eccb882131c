package io.tributary.data.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Keeps what belongs to the first rows, in whatever order it comes. Not thread-safe. */
final class FirstRows<T> {
  private final int most;
  private final ToLongFunction<T> row;
  private final PriorityQueue<T> rows;

  FirstRows(int most, ToLongFunction<T> row) {
    this.most = most;
    this.row = row;
    rows = new PriorityQueue<>(Comparator.comparingLong(row).reversed());
  }

  /** Adds what belongs to a row, and makes it only if it is among the first. */
  void add(long number, Supplier<T> maker) {
    var last = rows.peek();
    if (rows.size() < most) {
      rows.add(maker.get());
    } else if (last != null && row.applyAsLong(last) > number) {
      rows.remove();
      rows.add(maker.get());
    }
  }

  void addAll(FirstRows<T> other) {
    for (var value : other.rows) {
      add(row.applyAsLong(value), () -> value);
    }
  }

  /** In the order of the rows. */
  List<T> inOrder() {
    var list = new ArrayList<>(rows);
    list.sort(Comparator.comparingLong(row));
    return list;
  }
}
