package io.tributary.components.statistics;

import java.util.Arrays;

/** Arrays of a thread for sorting and merging numbers; they are used again and again. */
final class MergeSpace {
  private static final int DIGIT_BITS = 8;
  private static final ThreadLocal<MergeSpace> OF_THREAD = ThreadLocal.withInitial(MergeSpace::new);

  private final int[] next = new int[1 << DIGIT_BITS];
  private long[] numbers = {};
  private long[] counts = {};
  private long[] spare = {};
  private long[] ones = {};

  static MergeSpace ofThisThread() {
    return OF_THREAD.get();
  }

  /** Makes room for so many numbers and their counts. */
  void reserve(int size) {
    if (numbers.length < size) {
      numbers = new long[size + size / 4];
      counts = new long[numbers.length];
    }
  }

  long[] numbers() {
    return numbers;
  }

  long[] counts() {
    return counts;
  }

  /** An array that begins with {@code n} ones. */
  long[] ones(int n) {
    if (ones.length < n) {
      ones = new long[n + n / 4];
      Arrays.fill(ones, 1);
    }
    return ones;
  }

  /**
   * Sorts by digits, the lowest first, of those bits in which numbers differ.
   *
   * @param unsorted of which the first {@code n} are sorted; is overwritten
   * @return an array that begins with the sorted numbers: the given one, or one of this thread
   */
  long[] sorted(long[] unsorted, int n) {
    if (spare.length < n) {
      spare = new long[n + n / 4];
    }
    long differing = 0;
    for (int i = 1; i < n; i++) {
      differing |= unsorted[i] ^ unsorted[0];
    }
    long[] from = unsorted;
    long[] to = spare;
    while (differing != 0) {
      int shift = Long.numberOfTrailingZeros(differing);
      int bits = Math.min(DIGIT_BITS, Long.SIZE - shift);
      distribute(from, n, shift, bits, to);
      differing &= -1L << (shift + bits - 1) << 1;
      long[] free = from;
      from = to;
      to = free;
    }
    return from;
  }

  private void distribute(long[] from, int n, int shift, int bits, long[] to) {
    int mask = (1 << bits) - 1;
    // as the highest bit of a digit, the sign is turned around: negative numbers come first
    int sign = shift + bits == Long.SIZE ? 1 << (bits - 1) : 0;
    Arrays.fill(next, 0, mask + 1, 0);
    for (int i = 0; i < n; i++) {
      next[((int) (from[i] >>> shift) & mask) ^ sign]++;
    }
    int before = 0;
    for (int digit = 0; digit <= mask; digit++) {
      int found = next[digit];
      next[digit] = before;
      before += found;
    }
    for (int i = 0; i < n; i++) {
      long number = from[i];
      to[next[((int) (number >>> shift) & mask) ^ sign]++] = number;
    }
  }
}
