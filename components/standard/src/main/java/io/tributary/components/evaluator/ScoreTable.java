package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How many positive and negative rows have which score and weight. Every metric is a function of
 * this table, and counts can be added in any order: so neither threads nor batches show in a
 * metric, not even in its last bit.
 *
 * <p>Exact while at most {@code capacity} pairs of score and weight differ. Beyond that, scores and
 * weights lose trailing bits of their mantissa, the same number for all, as few as make the table
 * fit: also that depends on the rows alone and not on their order.
 *
 * <p>Open addressing. Not thread-safe.
 */
final class ScoreTable {
  /** 2²⁰ differing pairs: 32 MiB to 64 MiB, and 20 bits of a score at the least when beyond. */
  static final int CAPACITY = 1 << 20;

  private static final int FIRST_SIZE = 16;
  private static final long ONE = Double.doubleToLongBits(1);

  /** A cell is four longs that lie together: a score, a weight, positives, negatives. */
  private static final int CELL = 4;

  private static final int WEIGHT = 1;
  private static final int POSITIVES = 2;
  private static final int NEGATIVES = 3;

  private final int capacity;
  private int dropped;
  private int entries;
  private long[] cells = new long[FIRST_SIZE * CELL];

  ScoreTable() {
    this(CAPACITY);
  }

  ScoreTable(int capacity) {
    this.capacity = capacity;
  }

  /** Adds a row of weight 1. */
  void add(double score, boolean positive) {
    addBits(Double.doubleToRawLongBits(score + 0.0), ONE, positive ? 1 : 0, positive ? 0 : 1);
  }

  /** Adds a row; score and weight are finite and not negative. */
  void add(double score, double weight, boolean positive) {
    addBits(
        Double.doubleToRawLongBits(score + 0.0),
        Double.doubleToRawLongBits(weight + 0.0),
        positive ? 1 : 0,
        positive ? 0 : 1);
  }

  /** Adds what another table has counted. */
  void add(ScoreTable other) {
    // Cells come in the order of their hashes, which would crowd a smaller table at one end.
    if (other.dropped > dropped || other.cells.length > cells.length) {
      rebuild(Math.max(cells.length, other.cells.length), Math.max(dropped, other.dropped));
    }
    var from = other.cells;
    for (int at = 0; at < from.length; at += CELL) {
      if (isUsed(from, at)) {
        addBits(from[at], from[at + WEIGHT], from[at + POSITIVES], from[at + NEGATIVES]);
      }
    }
  }

  private static boolean isUsed(long[] cells, int at) {
    return (cells[at + POSITIVES] | cells[at + NEGATIVES]) != 0;
  }

  /** Number of differing pairs of score and weight. */
  int size() {
    return entries;
  }

  /** Trailing bits of scores and weights that were given up; 0 while the table is exact. */
  int droppedBits() {
    return dropped;
  }

  private void addBits(long score, long weight, long positive, long negative) {
    insert(score >>> dropped << dropped, weight >>> dropped << dropped, positive, negative);
    while (entries > capacity) {
      rebuild(cells.length, Math.max(dropped + 1, bitsTooMany()));
    }
  }

  private void insert(long score, long weight, long positive, long negative) {
    int mask = cells.length - 1;
    int at = slotOf(score, weight) * CELL & mask;
    while (isUsed(cells, at)) {
      if (cells[at] == score && cells[at + WEIGHT] == weight) {
        cells[at + POSITIVES] += positive;
        cells[at + NEGATIVES] += negative;
        return;
      }
      at = at + CELL & mask;
    }
    cells[at] = score;
    cells[at + WEIGHT] = weight;
    cells[at + POSITIVES] = positive;
    cells[at + NEGATIVES] = negative;
    entries++;
    if (entries * 2 * CELL > cells.length) {
      rebuild(cells.length * 2, dropped);
    }
  }

  private static int slotOf(long score, long weight) {
    long mixed = (score ^ Long.rotateLeft(weight, 29)) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return (int) (mixed ^ (mixed >>> 32));
  }

  /** Trailing bits that scores have to lose at least, so that no more of them differ than fit. */
  private int bitsTooMany() {
    var order = order();
    var differing = new int[Long.SIZE];
    for (int i = 1; i < order.length; i++) {
      long difference = cells[order[i]] ^ cells[order[i - 1]];
      if (difference != 0) {
        differing[Long.SIZE - 1 - Long.numberOfLeadingZeros(difference)]++;
      }
    }
    int distinct = 1;
    int bits = Long.SIZE - 1;
    while (bits >= 0 && distinct + differing[bits] <= capacity) {
      distinct += differing[bits--];
    }
    return bits + 1;
  }

  private void rebuild(int length, int newDropped) {
    var old = cells;
    cells = new long[length];
    entries = 0;
    dropped = newDropped;
    for (int at = 0; at < old.length; at += CELL) {
      if (isUsed(old, at)) {
        insert(
            old[at] >>> dropped << dropped,
            old[at + WEIGHT] >>> dropped << dropped,
            old[at + POSITIVES],
            old[at + NEGATIVES]);
      }
    }
  }

  /** Where the used cells begin, by ascending score and for equal scores by ascending weight. */
  private int[] order() {
    var order = new int[entries];
    int next = 0;
    for (int at = 0; at < cells.length; at += CELL) {
      if (isUsed(cells, at)) {
        order[next++] = at;
      }
    }
    // The bits of numbers that are not negative are in the order of the numbers.
    RowOrder.sort(order, at -> cells[at + WEIGHT]);
    RowOrder.sort(order, at -> cells[at]);
    return order;
  }

  /** What was counted, by ascending score and for equal scores by ascending weight. */
  Sorted sorted() {
    var order = order();
    var sorted =
        new Sorted(new double[entries], new double[entries], new long[entries], new long[entries]);
    for (int i = 0; i < entries; i++) {
      int at = order[i];
      sorted.scores[i] = middle(cells[at]);
      sorted.weights[i] = middle(cells[at + WEIGHT]);
      sorted.positives[i] = cells[at + POSITIVES];
      sorted.negatives[i] = cells[at + NEGATIVES];
    }
    return sorted;
  }

  /**
   * Parallel arrays, one element for each pair of score and weight.
   *
   * @param scores ascending
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index in tight loops, never compared
  record Sorted(double[] scores, double[] weights, long[] positives, long[] negatives) {}

  /** Weights by ascending score, one element for each score. */
  ScoreColumns columns() {
    return ScoreColumns.of(sorted());
  }

  /** A value in the middle of those that share these leading bits; 0 and 1 stay themselves. */
  private double middle(long bits) {
    boolean kept = dropped == 0 || bits == 0 || bits == ONE;
    return Double.longBitsToDouble(kept ? bits : bits | (1L << (dropped - 1)));
  }

  void encode(DataOutput out) throws IOException {
    out.writeInt(dropped);
    out.writeInt(entries);
    for (int at : order()) {
      for (int i = 0; i < CELL; i++) {
        out.writeLong(cells[at + i]);
      }
    }
  }

  static ScoreTable decode(DataInput in) throws IOException {
    return decode(CAPACITY, in);
  }

  static ScoreTable decode(int capacity, DataInput in) throws IOException {
    var table = new ScoreTable(capacity);
    table.dropped = in.readInt();
    for (int left = in.readInt(); left > 0; left--) {
      table.insert(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
    return table;
  }

  @Override
  public String toString() {
    return entries + " scores, " + dropped + " bits dropped";
  }
}
