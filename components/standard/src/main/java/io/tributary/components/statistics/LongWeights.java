package io.tributary.components.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The weight of each number: {@link LongCounts} with exact weights in place of counts. Beyond the
 * bound numbers are merged into cells in the same way.
 */
final class LongWeights {
  private final int bound;
  private int shift;
  private long[] cells = new long[16];
  private long[] wholes = new long[16];
  private long[] fractions = new long[16];
  private boolean[] used = new boolean[16];
  private int size;

  LongWeights(int bound) {
    this.bound = bound;
  }

  /** Adds the weight of a number; the caller calls {@link #fit} before long. */
  void add(long number, long whole, long fraction) {
    addCell(number >> shift, whole, fraction);
  }

  private void addCell(long cell, long whole, long fraction) {
    int mask = cells.length - 1;
    int slot = slot(cell, mask);
    while (used[slot] && cells[slot] != cell) {
      slot = (slot + 1) & mask;
    }
    if (used[slot]) {
      fractions[slot] += fraction;
      wholes[slot] = WeightSum.wholes(wholes[slot], whole, fractions[slot], fraction);
      return;
    }
    used[slot] = true;
    cells[slot] = cell;
    wholes[slot] = whole;
    fractions[slot] = fraction;
    if (++size * 2 > cells.length) {
      rebuild(cells.length * 2, 0);
    }
  }

  private static int slot(long cell, int mask) {
    long mixed = (cell ^ (cell >>> 32)) * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 32) & mask;
  }

  private void rebuild(int capacity, int droppedBits) {
    var old = new LongWeights(bound);
    old.cells = cells;
    old.wholes = wholes;
    old.fractions = fractions;
    old.used = used;
    cells = new long[capacity];
    wholes = new long[capacity];
    fractions = new long[capacity];
    used = new boolean[capacity];
    size = 0;
    old.forEachCell((cell, whole, fraction) -> addCell(cell >> droppedBits, whole, fraction));
  }

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

  void add(LongWeights other) {
    if (other.shift > shift) {
      int dropped = other.shift - shift;
      shift = other.shift;
      rebuild(cells.length, dropped);
    }
    int dropped = shift - other.shift;
    other.forEachCell((cell, whole, fraction) -> addCell(cell >> dropped, whole, fraction));
  }

  boolean isExact() {
    return shift == 0;
  }

  interface Visitor {
    void visit(long cell, long whole, long fraction);
  }

  /** Calls back for every cell, in no particular order; cells are numbers while exact. */
  void forEachCell(Visitor visitor) {
    for (int slot = 0; slot < cells.length; slot++) {
      if (used[slot]) {
        visitor.visit(cells[slot], wholes[slot], fractions[slot]);
      }
    }
  }

  /** Calls back for every cell, ascending. */
  void forEachSorted(Visitor visitor) {
    var sorted = new long[size];
    int next = 0;
    for (int slot = 0; slot < cells.length; slot++) {
      if (used[slot]) {
        sorted[next++] = cells[slot];
      }
    }
    Arrays.sort(sorted);
    int mask = cells.length - 1;
    for (long cell : sorted) {
      int slot = slot(cell, mask);
      while (cells[slot] != cell || !used[slot]) {
        slot = (slot + 1) & mask;
      }
      visitor.visit(cell, wholes[slot], fractions[slot]);
    }
  }

  /** The number in the middle of a cell; the number itself while exact. */
  long middle(long cell) {
    return shift == 0 ? cell : (cell << shift) + (1L << (shift - 1));
  }

  int size() {
    return size;
  }

  void encode(DataOutput out) throws IOException {
    out.writeByte(shift);
    out.writeInt(size);
    var failed = new IOException[1];
    forEachSorted(
        (cell, whole, fraction) -> {
          try {
            out.writeLong(cell);
            out.writeLong(whole);
            out.writeLong(fraction);
          } catch (IOException e) {
            failed[0] = e;
          }
        });
    if (failed[0] != null) {
      throw failed[0];
    }
  }

  static LongWeights decode(DataInput in, int bound) throws IOException {
    var table = new LongWeights(bound);
    table.shift = in.readByte();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      table.addCell(in.readLong(), in.readLong(), in.readLong());
    }
    return table;
  }
}
