package io.tributary.components.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How often each number occurs, in memory that does not grow beyond a bound. While there are at
 * most {@code bound} different numbers, the counts are exact. Beyond it, numbers are merged into
 * cells that share all but their lowest bits; the number of dropped bits is the smallest that fits.
 * Both follow from the counted numbers alone, never from their order or from how partial tables
 * were grouped.
 *
 * <p>Few different cells are counted in slots, which are always close to the processor. Many are
 * kept sorted; new numbers wait until there are as many of them, and are then sorted and merged
 * with what is there: memory is read and written from one end to the other, never at random.
 */
final class LongCounts {
  private static final int INITIAL_CAPACITY = 32;

  /** With so many cells in slots, these become sorted ones. */
  private static final int MOST_IN_SLOTS = 1 << 12;

  private static final int LEAST_WAITING = 1 << 13;
  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

  private final int bound;
  private int shift;

  /** Slots of a cell and its count each; where the count is zero, the slot is free. */
  private long[] slots = new long[2 * INITIAL_CAPACITY];

  private int inSlots;

  /** Cells beyond those in slots; cells in slots may be among them, and count once more. */
  private CountedNumbers sorted = CountedNumbers.NONE;

  /** Cells that count once more; only when there are sorted ones. */
  private long[] waiting = {};

  private int waitingSize;

  LongCounts(int bound) {
    this.bound = bound;
  }

  /** Counts a number; the caller fits the table before long. */
  void add(long number, long times) {
    addToSlots(number >> shift, times);
    if (inSlots == MOST_IN_SLOTS) {
      sortSlots();
    }
  }

  private void addToSlots(long cell, long times) {
    int mask = slots.length - 1;
    int at = slot(cell);
    while (slots[at + 1] != 0 && slots[at] != cell) {
      at = (at + 2) & mask;
    }
    slots[at] = cell;
    slots[at + 1] += times;
    if (slots[at + 1] == times && ++inSlots * 4 > slots.length) {
      growSlots();
    }
  }

  /** Where the search for a cell begins. The highest bits of the product are the best mixed. */
  private int slot(long cell) {
    return (int) ((cell * FACTOR) >>> (Long.numberOfLeadingZeros(slots.length) + 2)) << 1;
  }

  private void growSlots() {
    var old = slots;
    slots = new long[2 * old.length];
    inSlots = 0;
    for (int at = 0; at < old.length; at += 2) {
      if (old[at + 1] != 0) {
        addToSlots(old[at], old[at + 1]);
      }
    }
  }

  /**
   * Counts each of the first {@code n} numbers once; the caller fits the table before long.
   *
   * @param numbers is overwritten
   */
  void addAll(long[] numbers, int n) {
    int next = 0;
    while (next < n && sorted.size() == 0) {
      add(numbers[next++], 1);
    }
    while (next < n) {
      if (waitingSize == waiting.length) {
        countWaiting();
        waiting = new long[Math.max(LEAST_WAITING, sorted.size())];
      }
      int some = Math.min(n - next, waiting.length - waitingSize);
      for (int i = 0; i < some; i++) {
        waiting[waitingSize + i] = numbers[next + i] >> shift;
      }
      waitingSize += some;
      next += some;
    }
  }

  private void countWaiting() {
    if (waitingSize > 0) {
      sorted = sorted.withOnes(waiting, waitingSize);
      waitingSize = 0;
    }
  }

  private void sortSlots() {
    sorted = sorted.with(inSlots());
    slots = new long[2 * INITIAL_CAPACITY];
    inSlots = 0;
  }

  private CountedNumbers inSlots() {
    var found = new CountedNumbers(new long[inSlots], new long[inSlots]);
    int next = 0;
    for (int at = 0; next < inSlots; at += 2) {
      // written anyway: whether a slot is free cannot be guessed
      found.numbers()[next] = slots[at];
      found.counts()[next] = slots[at + 1];
      next += slots[at + 1] == 0 ? 0 : 1;
    }
    return CountedNumbers.sorted(found.numbers(), found.counts());
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
    return inSlots + sorted.size() > bound + bound / 64 * 7;
  }

  /** Drops bits until the bound is kept. */
  void fit() {
    if (inSlots + waitingSize + sorted.size() > bound && overflows()) {
      drop(0);
    }
  }

  /** Drops at least as many bits as are given, and as many as the bound demands. */
  private void drop(int least) {
    var cells = sorted();
    int bits = Math.max(least, cells.bitsToDrop(bound));
    sorted = cells.without(bits);
    shift += bits;
    slots = new long[2 * INITIAL_CAPACITY];
    inSlots = 0;
  }

  void add(LongCounts other) {
    if (other.shift > shift) {
      drop(other.shift - shift);
    }
    var others = other.sorted().without(shift - other.shift);
    if (sorted.size() == 0 && inSlots + others.size() < MOST_IN_SLOTS) {
      for (int i = 0; i < others.size(); i++) {
        addToSlots(others.numbers()[i], others.counts()[i]);
      }
    } else {
      countWaiting();
      sorted = sorted.with(others);
    }
  }

  boolean isExact() {
    return shift == 0;
  }

  /** Number of lowest bits that the cells ignore. */
  int droppedBits() {
    return shift;
  }

  /** How many different cells there are. */
  int size() {
    if (sorted.size() == 0) {
      return inSlots;
    }
    return sorted().size();
  }

  /** The cells, ascending, with their counts; not to be changed. */
  CountedNumbers sorted() {
    if (sorted.size() == 0) {
      return inSlots();
    }
    countWaiting();
    if (inSlots > 0) {
      sortSlots();
    }
    return sorted;
  }

  /** The number in the middle of a cell; the number itself while {@link #isExact}. */
  long middle(long cell) {
    return shift == 0 ? cell : (cell << shift) + (1L << (shift - 1));
  }

  void encode(DataOutput out) throws IOException {
    out.writeByte(shift);
    sorted().encode(out);
  }

  static LongCounts decode(DataInput in, int bound) throws IOException {
    var table = new LongCounts(bound);
    table.shift = in.readByte();
    table.sorted = CountedNumbers.decode(in);
    return table;
  }
}
