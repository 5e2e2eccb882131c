package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many positive and negative rows have which score and weight. Every metric is a function of
 * this table, and counts can be added in any order: so neither threads nor batches show in a
 * metric, not even in its last bit.
 *
 * <p>Exact while at most {@code capacity} pairs of score and weight differ. Beyond that, scores and
 * weights lose trailing bits of their mantissa, the same number for all, as few as make the table
 * fit: also that depends on the rows alone and not on their order.
 *
 * <p>Open addressing over parallel arrays. Not thread-safe.
 */
final class ScoreTable {
  /** 2²⁰ differing pairs: 32 MiB to 64 MiB, and 20 bits of a score at the least when beyond. */
  static final int CAPACITY = 1 << 20;

  private static final int FIRST_SIZE = 64;
  private static final long ONE = Double.doubleToLongBits(1);

  private final int capacity;
  private int dropped;
  private int entries;
  private long[] scores = new long[FIRST_SIZE];
  private long[] weights = new long[FIRST_SIZE];
  private long[] positives = new long[FIRST_SIZE];
  private long[] negatives = new long[FIRST_SIZE];

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
    if (other.dropped > dropped) {
      rebuild(scores.length, other.dropped);
    }
    for (int slot = 0; slot < other.scores.length; slot++) {
      if ((other.positives[slot] | other.negatives[slot]) != 0) {
        addBits(
            other.scores[slot], other.weights[slot], other.positives[slot], other.negatives[slot]);
      }
    }
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
      rebuild(scores.length, Math.max(dropped + 1, commonZeros()));
    }
  }

  private void insert(long score, long weight, long positive, long negative) {
    int mask = scores.length - 1;
    int slot = slotOf(score, weight) & mask;
    while ((positives[slot] | negatives[slot]) != 0) {
      if (scores[slot] == score && weights[slot] == weight) {
        positives[slot] += positive;
        negatives[slot] += negative;
        return;
      }
      slot = (slot + 1) & mask;
    }
    scores[slot] = score;
    weights[slot] = weight;
    positives[slot] = positive;
    negatives[slot] = negative;
    entries++;
    if (entries * 2 > scores.length) {
      rebuild(scores.length * 2, dropped);
    }
  }

  private static int slotOf(long score, long weight) {
    long mixed = (score ^ Long.rotateLeft(weight, 29)) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return (int) (mixed ^ (mixed >>> 32));
  }

  /** Trailing bits that are 0 in every score and weight: dropping fewer makes no two equal. */
  private int commonZeros() {
    long any = 0;
    for (int slot = 0; slot < scores.length; slot++) {
      if ((positives[slot] | negatives[slot]) != 0) {
        any |= scores[slot] | weights[slot];
      }
    }
    return any == 0 ? 0 : Long.numberOfTrailingZeros(any);
  }

  private void rebuild(int size, int newDropped) {
    var oldScores = scores;
    var oldWeights = weights;
    var oldPositives = positives;
    var oldNegatives = negatives;
    scores = new long[size];
    weights = new long[size];
    positives = new long[size];
    negatives = new long[size];
    entries = 0;
    dropped = newDropped;
    for (int slot = 0; slot < oldScores.length; slot++) {
      if ((oldPositives[slot] | oldNegatives[slot]) != 0) {
        insert(
            oldScores[slot] >>> dropped << dropped,
            oldWeights[slot] >>> dropped << dropped,
            oldPositives[slot],
            oldNegatives[slot]);
      }
    }
  }

  /** What was counted, by ascending score and for equal scores by ascending weight. */
  Sorted sorted() {
    var order = new int[entries];
    int next = 0;
    for (int slot = 0; slot < scores.length; slot++) {
      if ((positives[slot] | negatives[slot]) != 0) {
        order[next++] = slot;
      }
    }
    RowOrder.sort(order, this::compare);
    var sorted =
        new Sorted(new double[entries], new double[entries], new long[entries], new long[entries]);
    for (int i = 0; i < entries; i++) {
      sorted.scores[i] = middle(scores[order[i]]);
      sorted.weights[i] = middle(weights[order[i]]);
      sorted.positives[i] = positives[order[i]];
      sorted.negatives[i] = negatives[order[i]];
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

  /** The bits of numbers that are not negative are in the order of the numbers. */
  private int compare(int slot, int other) {
    return scores[slot] != scores[other]
        ? Long.compare(scores[slot], scores[other])
        : Long.compare(weights[slot], weights[other]);
  }

  void encode(DataOutput out) throws IOException {
    out.writeInt(dropped);
    out.writeInt(entries);
    for (int slot = 0; slot < scores.length; slot++) {
      if ((positives[slot] | negatives[slot]) != 0) {
        out.writeLong(scores[slot]);
        out.writeLong(weights[slot]);
        out.writeLong(positives[slot]);
        out.writeLong(negatives[slot]);
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
    return entries
        + " scores, "
        + dropped
        + " bits dropped, "
        + Arrays.stream(positives).sum()
        + " positives";
  }
}
