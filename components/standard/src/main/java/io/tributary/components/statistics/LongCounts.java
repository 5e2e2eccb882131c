package io.tributary.components.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How often each number occurs, in memory that does not grow beyond a bound. While there are at
 * most {@code bound} different numbers, the counts are exact. Beyond it, numbers are merged into
 * cells that share all but their lowest bits; the number of dropped bits is the smallest that fits.
 * Both follow from the counted numbers alone, never from their order or from how partial tables
 * were grouped.
 */
final class LongCounts {
  private static final int INITIAL_CAPACITY = 32;
  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

  /** At how many places of another table at a time its cells are taken. */
  private static final int LANES = 64;

  /** How many numbers are added after one another. */
  private static final int BLOCK = 512;

  /** A table of this length is always close to the processor. */
  private static final int SMALL = 1 << 12;

  private final int bound;
  private int shift;

  /** Of no use but that reading what gave it is not in vain. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  /** Slots of a cell and its count each; where the count is zero, the slot is free. */
  private long[] slots;

  /** How far a hash is shifted to the right to give the number of a slot. */
  private int hashShift;

  /** Cells in slots. */
  private int inSlots;

  /** Cells with many neighbours; only when the table is not exact. */
  private @Nullable CellPages pages;

  LongCounts(int bound) {
    this.bound = bound;
    allocate(INITIAL_CAPACITY);
  }

  private void allocate(int capacity) {
    slots = new long[2 * capacity];
    hashShift = Long.numberOfLeadingZeros(capacity) + 1;
  }

  private int capacity() {
    return slots.length / 2;
  }

  /** Half of the slots, and a little more, so that twice the bound is enough for the bound. */
  private boolean isFull() {
    int capacity = capacity();
    return inSlots > capacity / 2 + capacity / 16;
  }

  /** Counts a number; the caller fits the table before long. */
  void add(long number, long times) {
    addCell(number >> shift, times);
  }

  /** Moves all cells to slots before the counts become too great for pages. */
  private void leavePages(long numbersToCome) {
    if (pages != null && !pages.hasRoomFor(numbersToCome)) {
      var cells = pages.sorted();
      pages = null;
      for (int i = 0; i < cells.size(); i++) {
        addToSlots(cells.numbers()[i], cells.counts()[i]);
      }
    }
  }

  private void addCell(long cell, long times) {
    leavePages(times);
    if (pages == null || !pages.add(cell, times)) {
      addToSlots(cell, times);
    }
  }

  private void addToSlots(long cell, long times) {
    int mask = slots.length - 1;
    int at = slot(cell, hashShift);
    while (slots[at + 1] != 0 && slots[at] != cell) {
      at = (at + 2) & mask;
    }
    slots[at] = cell;
    slots[at + 1] += times;
    if (slots[at + 1] == times) {
      inSlots++;
      if (isFull()) {
        grow();
      }
    }
  }

  /** Large tables grow faster: to fill them anew is what costs most. */
  private void grow() {
    rebuild(capacity() * (slots.length < SMALL ? 2 : 4));
  }

  /**
   * Counts each of the first {@code n} numbers once; the caller fits the table before long.
   *
   * @param numbers is overwritten
   */
  void addAll(long[] numbers, int n) {
    leavePages(n);
    int left = pages == null ? n : pages.addAll(numbers, n, shift);
    int dropped = pages == null ? shift : 0;
    for (int first = 0; first < left; first += BLOCK) {
      int end = Math.min(left, first + BLOCK);
      if (slots.length > SMALL) {
        touch(numbers, first, end, dropped);
      }
      int next = first;
      while (next < end) {
        next = addWhileThereIsRoom(numbers, next, end, dropped);
        if (isFull()) {
          grow();
        }
      }
    }
  }

  /**
   * Reads the slots of some numbers, so that the processor gets them from memory all at once: when
   * they are looked at one by one, it guesses wrong what is in them, and waits for each.
   */
  private void touch(long[] numbers, int first, int end, int dropped) {
    long[] table = slots;
    int toSlot = hashShift;
    long read = 0;
    for (int i = first; i < end; i++) {
      read += table[slot(numbers[i] >> dropped, toSlot) + 1];
    }
    touched = read;
  }

  /** Returns the index of the first number that was not added. */
  private int addWhileThereIsRoom(long[] numbers, int first, int end, int dropped) {
    long[] table = slots;
    int mask = table.length - 1;
    int toSlot = hashShift;
    int next = first;
    while (next < end) {
      long cell = numbers[next++] >> dropped;
      int at = slot(cell, toSlot);
      long count = table[at + 1];
      while (count != 0 && table[at] != cell) {
        at = (at + 2) & mask;
        count = table[at + 1];
      }
      table[at + 1] = count + 1;
      if (count == 0) {
        table[at] = cell;
        inSlots++;
        if (isFull()) {
          return next;
        }
      }
    }
    return next;
  }

  /** Whether {@link #fit} would merge numbers that are still apart. */
  boolean overflows() {
    return size() > bound;
  }

  /**
   * Whether it is time to {@link #fit}. A table that is fitted only now and then, after some
   * numbers too many, is fitted a few times in all.
   */
  boolean isCrowded() {
    return size() > bound + bound / 64 * 7;
  }

  /** Drops bits until the bound is kept. */
  void fit() {
    if (overflows()) {
      drop(sorted(), 0);
    }
  }

  /** Drops at least as many bits as are given, and as many as the bound demands. */
  private void drop(CountedNumbers sorted, int least) {
    int bits = Math.max(least, sorted.bitsToDrop(bound));
    int left = sorted.drop(bits);
    shift += bits;
    long total = 0;
    for (int i = 0; i < left; i++) {
      total += sorted.counts()[i];
    }
    var chosen = new CellPages();
    boolean isPaged = chosen.hasRoomFor(total);
    int others = isPaged ? chosen.take(sorted, left) : left;
    pages = isPaged ? chosen : null;
    inSlots = 0;
    allocate(Math.max(INITIAL_CAPACITY, Integer.highestOneBit(Math.max(1, others)) * 4));
    for (int i = 0; i < others; i++) {
      addToSlots(sorted.numbers()[i], sorted.counts()[i]);
    }
  }

  void add(LongCounts other) {
    if (other.shift > shift) {
      drop(sorted(), other.shift - shift);
    }
    if (capacity() < other.capacity()) {
      rebuild(other.capacity());
    }
    int dropped = shift - other.shift;
    // Not slot after slot: cells that come in the order of their hashes crowd one end of a table.
    int perLane = Math.max(2, other.slots.length / LANES);
    for (int place = 0; place < perLane; place += 2) {
      for (int at = place; at < other.slots.length; at += perLane) {
        if (other.slots[at + 1] != 0) {
          addCell(other.slots[at] >> dropped, other.slots[at + 1]);
        }
      }
    }
    if (other.pages != null) {
      var cells = other.pages.sorted();
      for (int i = 0; i < cells.size(); i++) {
        addCell(cells.numbers()[i] >> dropped, cells.counts()[i]);
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
    return pages == null ? inSlots : inSlots + pages.size();
  }

  /** Calls back for every cell, in no particular order; only while {@link #isExact}. */
  void forEach(Visitor visitor) {
    for (int at = 0; at < slots.length; at += 2) {
      if (slots[at + 1] != 0) {
        visitor.visit(slots[at], slots[at + 1]);
      }
    }
  }

  interface Visitor {
    void visit(long number, long count);
  }

  /** The cells, ascending, with their counts. */
  CountedNumbers sorted() {
    var cells = new long[inSlots];
    var counts = new long[inSlots];
    int next = 0;
    for (int at = 0; next < inSlots; at += 2) {
      // written anyway: whether a slot is free cannot be guessed
      cells[next] = slots[at];
      counts[next] = slots[at + 1];
      next += slots[at + 1] == 0 ? 0 : 1;
    }
    var sorted = CountedNumbers.sorted(cells, counts);
    return pages == null ? sorted : pages.sorted().with(sorted);
  }

  /** The cells, ascending. */
  long[] sortedCells() {
    return sorted().numbers();
  }

  /** How often a cell, one of {@link #sortedCells}, was hit. */
  long count(long cell) {
    int mask = slots.length - 1;
    int at = slot(cell, hashShift);
    while (slots[at + 1] != 0 && slots[at] != cell) {
      at = (at + 2) & mask;
    }
    return slots[at + 1] == 0 && pages != null ? pages.count(cell) : slots[at + 1];
  }

  /** The number in the middle of a cell; the number itself while {@link #isExact}. */
  long middle(long cell) {
    return shift == 0 ? cell : (cell << shift) + (1L << (shift - 1));
  }

  private void rebuild(int capacity) {
    var old = slots;
    allocate(capacity);
    inSlots = 0;
    for (int at = 0; at < old.length; at += 2) {
      if (old[at + 1] != 0) {
        addToSlots(old[at], old[at + 1]);
      }
    }
  }

  /** Where the search for a cell begins. The highest bits of the product are the best mixed. */
  private static int slot(long cell, int hashShift) {
    return (int) ((cell * FACTOR) >>> hashShift) << 1;
  }

  void encode(DataOutput out) throws IOException {
    out.writeByte(shift);
    var sorted = sorted();
    out.writeInt(sorted.size());
    for (int i = 0; i < sorted.size(); i++) {
      out.writeLong(sorted.numbers()[i]);
      out.writeLong(sorted.counts()[i]);
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
