package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many positive and negative rows have which score and weight. Every metric is a function of
 * this table, and counts can be added in any order: so neither threads nor batches show in a
 * metric, not even in its last bit.
 *
 * <p>Exact while at most {@code capacity} pairs of score and weight differ. Beyond that, scores and
 * weights lose trailing bits of their mantissa, the same number for all, as few as make the table
 * fit: also that depends on the rows alone and not on their order.
 *
 * <p>Rows wait until they are a quarter of what has been counted, and are then sorted and merged
 * into it: every row is moved a bounded number of times, and nothing but sorted arrays is kept. Not
 * thread-safe.
 */
final class ScoreTable {
  /** 2²⁰ differing pairs: at most 32 MiB, 48 MiB with weights, and 20 bits of a score beyond. */
  static final int CAPACITY = 1 << 20;

  private static final int FIRST_WAITING = 16;
  private static final int LEAST_WAITING = 1 << 10;

  private final int capacity;
  private int dropped;
  private ScoreCounts counted = ScoreCounts.NONE;

  private int waiting;
  private long[] keys = new long[FIRST_WAITING];
  private long @Nullable [] weights;

  ScoreTable() {
    this(CAPACITY);
  }

  ScoreTable(int capacity) {
    this.capacity = capacity;
  }

  /** Adds a row of weight 1. */
  void add(double score, boolean positive) {
    add(score, 1, positive);
  }

  /** Adds a row; score and weight are finite and not negative. */
  void add(double score, double weight, boolean positive) {
    if (waiting == keys.length) {
      makeRoom();
    }
    long bits = Double.doubleToRawLongBits(score + 0.0);
    keys[waiting] = ScoreCounts.key(bits >>> dropped << dropped, positive);
    if (weights != null || weight != 1) {
      weights()[waiting] = Double.doubleToRawLongBits(weight + 0.0) >>> dropped << dropped;
    }
    waiting++;
  }

  private long[] weights() {
    if (weights == null) {
      weights = new long[keys.length];
      Arrays.fill(weights, 0, waiting, ScoreCounts.ONE);
    }
    return weights;
  }

  private void makeRoom() {
    int most = Math.max(LEAST_WAITING, counted.size() / 4);
    if (keys.length >= most) {
      count();
    }
    if (keys.length < most) {
      int length = Math.min(2 * keys.length, most);
      keys = Arrays.copyOf(keys, length);
      if (weights != null) {
        weights = Arrays.copyOf(weights, length);
      }
    }
  }

  /** Counts the rows that wait. */
  private void count() {
    counted = counted.plus(ScoreCounts.of(keys, weights, waiting));
    waiting = 0;
    fit();
  }

  private void fit() {
    while (counted.pairs() > capacity) {
      drop(Math.max(dropped + 1, counted.bitsBeyond(capacity)));
    }
  }

  private void drop(int bits) {
    dropped = bits;
    counted = counted.without(bits);
  }

  /** Adds what another table has counted. */
  void add(ScoreTable other) {
    count();
    other.count();
    if (other.dropped > dropped) {
      drop(other.dropped);
    }
    counted =
        counted.plus(dropped > other.dropped ? other.counted.without(dropped) : other.counted);
    fit();
  }

  /** Number of differing pairs of score and weight. */
  int size() {
    count();
    return counted.pairs();
  }

  /** Trailing bits of scores and weights that were given up; 0 while the table is exact. */
  int droppedBits() {
    count();
    return dropped;
  }

  /** Rows whose label is that. */
  long rows(boolean positive) {
    count();
    return counted.rows(positive);
  }

  /** Weights by ascending score, one element for each score. */
  ScoreColumns columns() {
    count();
    return counted.columns(dropped);
  }

  void encode(DataOutput out) throws IOException {
    count();
    out.writeInt(dropped);
    counted.encode(out);
  }

  static ScoreTable decode(DataInput in) throws IOException {
    return decode(CAPACITY, in);
  }

  static ScoreTable decode(int capacity, DataInput in) throws IOException {
    var table = new ScoreTable(capacity);
    table.dropped = in.readInt();
    table.counted = ScoreCounts.decode(in);
    return table;
  }

  @Override
  public String toString() {
    return counted.size() + " scores, " + waiting + " waiting, " + dropped + " bits dropped";
  }
}
