package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many rows have which score, weight and label, ascending by score, then weight, then label.
 * Scores and weights are the bits of numbers that are not negative: these are in the order of the
 * numbers. Immutable and thread-safe.
 */
final class ScoreCounts {
  /** The bits of the weight 1. */
  static final long ONE = Double.doubleToLongBits(1);

  static final ScoreCounts NONE = new Appending(0, false).counts();

  private final int size;
  private final int pairs;

  /** See {@link #key}. */
  private final long[] keys;

  /** Null where every weight is 1. */
  private final long @Nullable [] weights;

  private final long[] counts;

  private ScoreCounts(Appending appended) {
    size = appended.size;
    pairs = appended.pairs;
    boolean isTight = appended.keys.length - size <= size / 4;
    keys = isTight ? appended.keys : Arrays.copyOf(appended.keys, size);
    weights =
        isTight || appended.weights == null
            ? appended.weights
            : Arrays.copyOf(appended.weights, size);
    counts = isTight ? appended.counts : Arrays.copyOf(appended.counts, size);
  }

  /** The bits of a score with, behind them, whether the label is 1. */
  static long key(long score, boolean positive) {
    return score << 1 | (positive ? 1 : 0);
  }

  private static long score(long key) {
    return key >>> 1;
  }

  private static boolean isPositive(long key) {
    return (key & 1) != 0;
  }

  /**
   * Of rows in any order.
   *
   * @param weights null if all are 1
   */
  static ScoreCounts of(long[] keys, long @Nullable [] weights, int rows) {
    return sorted(keys, weights, null, rows);
  }

  private static ScoreCounts sorted(
      long[] keys, long @Nullable [] weights, long @Nullable [] counts, int size) {
    var order = RowOrder.of(size);
    if (weights == null) {
      RowOrder.sort(order, at -> keys[at]);
    } else {
      RowOrder.sort(order, at -> key(weights[at], isPositive(keys[at])));
      RowOrder.sort(order, at -> score(keys[at]));
    }
    var appending = new Appending(size, weights != null);
    for (int at : order) {
      appending.add(keys[at], weights == null ? ONE : weights[at], counts == null ? 1 : counts[at]);
    }
    return appending.counts();
  }

  /** These and others. */
  ScoreCounts plus(ScoreCounts other) {
    if (size == 0 || other.size == 0) {
      return size == 0 ? other : this;
    }
    var both = new Appending(size + other.size, weights != null || other.weights != null);
    int mine = 0;
    int its = 0;
    while (mine < size && its < other.size) {
      if (isBefore(mine, other, its)) {
        both.add(this, mine++);
      } else {
        both.add(other, its++);
      }
    }
    for (; mine < size; mine++) {
      both.add(this, mine);
    }
    for (; its < other.size; its++) {
      both.add(other, its);
    }
    return both.counts();
  }

  private boolean isBefore(int mine, ScoreCounts other, int its) {
    long score = score(keys[mine]);
    long otherScore = score(other.keys[its]);
    if (score != otherScore) {
      return score < otherScore;
    }
    long weight = weight(mine);
    long otherWeight = other.weight(its);
    return weight == otherWeight
        ? isPositive(other.keys[its]) && !isPositive(keys[mine])
        : weight < otherWeight;
  }

  private long weight(int at) {
    return weights == null ? ONE : weights[at];
  }

  /** The same with so many trailing bits of scores and weights cleared. */
  ScoreCounts without(int bits) {
    var shorter = new long[size];
    var lighter = weights == null ? null : new long[size];
    for (int i = 0; i < size; i++) {
      shorter[i] = key(score(keys[i]) >>> bits << bits, isPositive(keys[i]));
      if (lighter != null) {
        lighter[i] = weight(i) >>> bits << bits;
      }
    }
    return sorted(shorter, lighter, counts, size);
  }

  /** How many differ. */
  int size() {
    return size;
  }

  /** How many pairs of score and weight differ. */
  int pairs() {
    return pairs;
  }

  /** Trailing bits without which, at the least, no more scores differ than that. */
  int bitsBeyond(int most) {
    var differing = new int[Long.SIZE];
    for (int i = 1; i < size; i++) {
      long difference = score(keys[i]) ^ score(keys[i - 1]);
      if (difference != 0) {
        differing[Long.SIZE - 1 - Long.numberOfLeadingZeros(difference)]++;
      }
    }
    int distinct = 1;
    int bits = Long.SIZE - 1;
    while (bits >= 0 && distinct + differing[bits] <= most) {
      distinct += differing[bits--];
    }
    return bits + 1;
  }

  /** Rows whose label is that. */
  long rows(boolean positive) {
    long rows = 0;
    for (int i = 0; i < size; i++) {
      rows += isPositive(keys[i]) == positive ? counts[i] : 0;
    }
    return rows;
  }

  /**
   * Weights by ascending score, one element for each score.
   *
   * @param bits trailing ones that were cleared
   */
  ScoreColumns columns(int bits) {
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      distinct += isNewScore(i) ? 1 : 0;
    }
    var columns =
        new ScoreColumns(new double[distinct], new double[distinct], new double[distinct]);
    int at = -1;
    for (int i = 0; i < size; i++) {
      if (isNewScore(i)) {
        columns.scores()[++at] = middle(score(keys[i]), bits);
      }
      double weight = (weights == null ? 1 : middle(weights[i], bits)) * counts[i];
      (isPositive(keys[i]) ? columns.positives() : columns.negatives())[at] += weight;
    }
    return columns;
  }

  private boolean isNewScore(int at) {
    return at == 0 || score(keys[at]) != score(keys[at - 1]);
  }

  /** A value in the middle of those that share these leading bits; 0 and 1 stay themselves. */
  private static double middle(long value, int bits) {
    boolean isExact = bits == 0 || value == 0 || value == ONE;
    return Double.longBitsToDouble(isExact ? value : value | (1L << (bits - 1)));
  }

  void encode(DataOutput out) throws IOException {
    out.writeInt(size);
    out.writeBoolean(weights != null);
    for (int i = 0; i < size; i++) {
      out.writeLong(keys[i]);
      if (weights != null) {
        out.writeLong(weights[i]);
      }
      out.writeLong(counts[i]);
    }
  }

  static ScoreCounts decode(DataInput in) throws IOException {
    int size = in.readInt();
    boolean isWeighted = in.readBoolean();
    var appending = new Appending(size, isWeighted);
    for (int i = 0; i < size; i++) {
      appending.add(in.readLong(), isWeighted ? in.readLong() : ONE, in.readLong());
    }
    return appending.counts();
  }

  /** Counts on their way, in their order; equals come after each other and become one. */
  private static final class Appending {
    private final long[] keys;
    private final long @Nullable [] weights;
    private final long[] counts;
    private int size;
    private int pairs;
    private long lastWeight;

    Appending(int most, boolean isWeighted) {
      keys = new long[most];
      weights = isWeighted ? new long[most] : null;
      counts = new long[most];
    }

    void add(ScoreCounts from, int at) {
      add(from.keys[at], from.weight(at), from.counts[at]);
    }

    void add(long key, long weight, long count) {
      boolean isSameWeight = size > 0 && weight == lastWeight;
      if (isSameWeight && key == keys[size - 1]) {
        counts[size - 1] += count;
        return;
      }
      pairs += isSameWeight && score(key) == score(keys[size - 1]) ? 0 : 1;
      keys[size] = key;
      if (weights != null) {
        weights[size] = weight;
      }
      counts[size++] = count;
      lastWeight = weight;
    }

    ScoreCounts counts() {
      return new ScoreCounts(this);
    }
  }
}
