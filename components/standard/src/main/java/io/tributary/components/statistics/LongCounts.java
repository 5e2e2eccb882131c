package io.tributary.components.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How often each number occurs, in memory that does not grow beyond a bound. While there are at
 * most {@code bound} different numbers, the counts are exact. Beyond it, numbers are merged into
 * cells that share all but their lowest bits; the number of dropped bits is the smallest that fits.
 * Both follow from the counted numbers alone, never from their order or from how partial tables
 * were grouped.
 */
final class LongCounts {
  private static final int INITIAL_CAPACITY = 64;

  private final int bound;
  private int shift;
  private long[] cells = new long[INITIAL_CAPACITY];

  /** Zero where a slot is free. */
  private long[] counts = new long[INITIAL_CAPACITY];

  private int size;

  LongCounts(int bound) {
    this.bound = bound;
  }

  /** Counts a number; the caller calls {@link #fit} before long. */
  void add(long number, long times) {
    addCell(number >> shift, times);
  }

  private void addCell(long cell, long times) {
    int mask = cells.length - 1;
    int slot = slot(cell, mask);
    while (counts[slot] != 0) {
      if (cells[slot] == cell) {
        counts[slot] += times;
        return;
      }
      slot = (slot + 1) & mask;
    }
    cells[slot] = cell;
    counts[slot] = times;
    if (++size * 2 > cells.length) {
      rebuild(cells.length * 2, 0);
    }
  }

  /** Whether {@link #fit} would merge numbers that are still apart. */
  boolean overflows() {
    return size > bound;
  }

  /** Drops bits until the bound is kept. */
  void fit() {
    while (size > bound) {
      shift++;
      rebuild(cells.length, 1);
    }
  }

  void add(LongCounts other) {
    if (other.shift > shift) {
      int dropped = other.shift - shift;
      shift = other.shift;
      rebuild(cells.length, dropped);
    }
    int dropped = shift - other.shift;
    for (int slot = 0; slot < other.cells.length; slot++) {
      if (other.counts[slot] != 0) {
        addCell(other.cells[slot] >> dropped, other.counts[slot]);
      }
    }
  }

  boolean isExact() {
    return shift == 0;
  }

  /** Number of lowest bits that the cells ignore. */
  int droppedBits() {
    return shift;
  }

  int size() {
    return size;
  }

  /** Calls back for every cell, in no particular order; only while {@link #isExact}. */
  void forEach(Visitor visitor) {
    for (int slot = 0; slot < cells.length; slot++) {
      if (counts[slot] != 0) {
        visitor.visit(cells[slot], counts[slot]);
      }
    }
  }

  interface Visitor {
    void visit(long number, long count);
  }

  /** The cells, ascending. */
  long[] sortedCells() {
    var sorted = new long[size];
    int next = 0;
    for (int slot = 0; slot < cells.length; slot++) {
      if (counts[slot] != 0) {
        sorted[next++] = cells[slot];
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /** How often a cell, one of {@link #sortedCells}, was hit. */
  long count(long cell) {
    int mask = cells.length - 1;
    int slot = slot(cell, mask);
    while (counts[slot] != 0) {
      if (cells[slot] == cell) {
        return counts[slot];
      }
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  /** The number in the middle of a cell; the number itself while {@link #isExact}. */
  long middle(long cell) {
    return shift == 0 ? cell : (cell << shift) + (1L << (shift - 1));
  }

  private void rebuild(int capacity, int droppedBits) {
    var oldCells = cells;
    var oldCounts = counts;
    cells = new long[capacity];
    counts = new long[capacity];
    size = 0;
    for (int slot = 0; slot < oldCells.length; slot++) {
      if (oldCounts[slot] != 0) {
        addCell(oldCells[slot] >> droppedBits, oldCounts[slot]);
      }
    }
  }

  private static int slot(long cell, int mask) {
    long mixed = (cell ^ (cell >>> 32)) * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 32) & mask;
  }

  void encode(DataOutput out) throws IOException {
    out.writeByte(shift);
    out.writeInt(size);
    for (long cell : sortedCells()) {
      out.writeLong(cell);
      out.writeLong(count(cell));
    }
  }

  static LongCounts decode(DataInput in, int bound) throws IOException {
    var table = new LongCounts(bound);
    table.shift = in.readByte();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      table.addCell(in.readLong(), in.readLong());
    }
    return table;
  }
}
