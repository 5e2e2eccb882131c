package io.tributary.components.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often each value occurs: exact for up to {@link #MOST_CELLS} distinct values. Beyond, the
 * lowest bits of all values are dropped, as few as make the table fit; a bound between buckets is
 * then too low by at most 2^(bits - 52) of its magnitude. Since fewer values never need fewer bits,
 * the result depends on the data alone, not on its order or division.
 */
final class ValuesStatistic implements Statistic {
  /** Distinct values up to which bounds are exact. */
  static final int MOST_CELLS = 1 << 17;

  private static final int FIRST_SLOTS = 64;

  private final int mostCells;
  private int dropped;
  private long[] keys = new long[FIRST_SLOTS];
  private long[] counts = new long[FIRST_SLOTS];
  private int cells;

  ValuesStatistic() {
    this(MOST_CELLS);
  }

  ValuesStatistic(int mostCells) {
    this.mostCells = mostCells;
  }

  @Override
  public void add(double[] values) {
    for (double value : values) {
      add(value);
    }
  }

  @Override
  public void add(double value) {
    if (!Double.isNaN(value)) {
      addKey(key(value), 1);
    }
  }

  /** A long that is ordered as the double; both zeros are one. */
  static long key(double value) {
    long bits = Double.doubleToRawLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /** The inverse of {@link #key}; what is below all finite numbers becomes the least of them. */
  private static double value(long key) {
    double value = Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    return value >= -Double.MAX_VALUE ? value : -Double.MAX_VALUE;
  }

  private void addKey(long key, long count) {
    long cell = key >> dropped << dropped;
    int slot = slot(cell);
    if (counts[slot] == 0) {
      if (cells == mostCells) {
        coarsen(dropped + 1);
        addKey(key, count);
        return;
      }
      keys[slot] = cell;
      cells++;
    }
    counts[slot] += count;
    if (cells * 2 > keys.length) {
      rebuild(keys.length * 2);
    }
  }

  private int slot(long cell) {
    int mask = keys.length - 1;
    int slot = (int) ((cell * 0x9E37_79B9_7F4A_7C15L) >>> 32) & mask;
    while (counts[slot] != 0 && keys[slot] != cell) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void coarsen(int bits) {
    dropped = bits;
    rebuild(keys.length);
  }

  private void rebuild(int slots) {
    long[] oldKeys = keys;
    long[] oldCounts = counts;
    keys = new long[slots];
    counts = new long[slots];
    cells = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] != 0) {
        addKey(oldKeys[i], oldCounts[i]);
      }
    }
  }

  @Override
  public void merge(Statistic other) {
    var that = (ValuesStatistic) other;
    if (that.dropped > dropped) {
      coarsen(that.dropped);
    }
    for (int i = 0; i < that.keys.length; i++) {
      if (that.counts[i] != 0) {
        addKey(that.keys[i], that.counts[i]);
      }
    }
  }

  /**
   * Distinct values that begin a new bucket when the sorted rows are cut into {@code buckets} equal
   * parts: the elements at floor(i * rows / buckets).
   */
  List<Double> boundaries(int buckets) {
    long[] sorted = sortedKeys();
    long rows = rows();
    var bounds = new ArrayList<Double>();
    long seen = 0;
    int i = 1;
    for (long cell : sorted) {
      seen += counts[slot(cell)];
      boolean reached = false;
      while (i < buckets && Math.floorDiv(Math.multiplyExact((long) i, rows), buckets) < seen) {
        reached = true;
        i++;
      }
      if (reached) {
        bounds.add(value(cell));
      }
    }
    return bounds;
  }

  /** The sorted element at floor(share * rows), the last one at most; NaN of nothing. */
  double quantile(double share) {
    long rows = rows();
    long index = Math.min((long) Math.floor(share * rows), rows - 1);
    long seen = 0;
    for (long cell : sortedKeys()) {
      seen += counts[slot(cell)];
      if (index < seen) {
        return value(cell);
      }
    }
    return Double.NaN;
  }

  /** Takes values and how often each occurs. */
  interface Sink {
    void accept(double value, long count);
  }

  /** Hands over all distinct values, ascending. */
  void forEach(Sink sink) {
    for (long cell : sortedKeys()) {
      sink.accept(value(cell), counts[slot(cell)]);
    }
  }

  private long rows() {
    long rows = 0;
    for (long count : counts) {
      rows += count;
    }
    return rows;
  }

  private long[] sortedKeys() {
    long[] sorted = new long[cells];
    int at = 0;
    for (int i = 0; i < keys.length; i++) {
      if (counts[i] != 0) {
        sorted[at++] = keys[i];
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }

  @Override
  public void encode(DataOutput out) throws IOException {
    out.writeInt(dropped);
    out.writeInt(cells);
    for (long cell : sortedKeys()) {
      out.writeLong(cell);
      out.writeLong(counts[slot(cell)]);
    }
  }

  @Override
  public void decode(DataInput in) throws IOException {
    int bits = in.readInt();
    if (bits > dropped) {
      coarsen(bits);
    }
    int more = in.readInt();
    for (int i = 0; i < more; i++) {
      addKey(in.readLong(), in.readLong());
    }
  }
}
