package io.tributary.components.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Different numbers, ascending, and how often each occurs.
 *
 * @param numbers ascending
 * @param counts how often {@code numbers[i]} occurs
 */
record CountedNumbers(long[] numbers, long[] counts) {
  static final CountedNumbers NONE = new CountedNumbers(new long[0], new long[0]);

  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  /** How many are written and read at a time. */
  private static final int BLOCK = 1 << 12;

  /** From how many numbers on sorting by digits pays off. */
  private static final int MANY = 256;

  /** Sorts numbers along with their counts; takes the arrays over. */
  static CountedNumbers sorted(long[] numbers, long[] counts) {
    return numbers.length < MANY ? inserted(numbers, counts) : byDigits(numbers, counts);
  }

  private static CountedNumbers inserted(long[] numbers, long[] counts) {
    for (int i = 1; i < numbers.length; i++) {
      long number = numbers[i];
      long count = counts[i];
      int at = i;
      for (; at > 0 && numbers[at - 1] > number; at--) {
        numbers[at] = numbers[at - 1];
        counts[at] = counts[at - 1];
      }
      numbers[at] = number;
      counts[at] = count;
    }
    return new CountedNumbers(numbers, counts);
  }

  /** By the lowest digit first, without those in which all numbers agree. */
  private static CountedNumbers byDigits(long[] numbers, long[] counts) {
    long differing = 0;
    for (long number : numbers) {
      differing |= number ^ numbers[0];
    }
    var from = new CountedNumbers(numbers, counts);
    var to = new CountedNumbers(new long[numbers.length], new long[numbers.length]);
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
      if ((differing >>> shift & (DIGITS - 1)) != 0) {
        from.distribute(shift, to);
        var free = from;
        from = to;
        to = free;
      }
    }
    return from;
  }

  private void distribute(int shift, CountedNumbers to) {
    var next = new int[DIGITS + 1];
    for (long number : numbers) {
      next[digit(number, shift) + 1]++;
    }
    for (int digit = 1; digit < DIGITS; digit++) {
      next[digit] += next[digit - 1];
    }
    for (int i = 0; i < numbers.length; i++) {
      int at = next[digit(numbers[i], shift)]++;
      to.numbers[at] = numbers[i];
      to.counts[at] = counts[i];
    }
  }

  /** Negative numbers come before the others. */
  private static int digit(long number, int shift) {
    return (int) ((number ^ Long.MIN_VALUE) >>> shift) & (DIGITS - 1);
  }

  int size() {
    return numbers.length;
  }

  /** These and others, counts of equal ones added up. Takes the arrays over. */
  CountedNumbers with(CountedNumbers others) {
    if (size() == 0 || others.size() == 0) {
      return size() == 0 ? others : this;
    }
    return with(others.numbers, others.counts, others.size());
  }

  /**
   * These and each of some numbers once. Takes these arrays over.
   *
   * @param others is overwritten
   * @param n how many of them there are
   */
  CountedNumbers withOnes(long[] others, int n) {
    var space = MergeSpace.ofThisThread();
    return with(space.sorted(others, n), space.ones(n), n);
  }

  private CountedNumbers with(long[] others, long[] theirCounts, int n) {
    var space = MergeSpace.ofThisThread();
    space.reserve(size() + n);
    int merged = merge(others, theirCounts, n, space.numbers(), space.counts());
    if (merged == size()) {
      System.arraycopy(space.counts(), 0, counts, 0, merged);
      return this;
    }
    return new CountedNumbers(
        Arrays.copyOf(space.numbers(), merged), Arrays.copyOf(space.counts(), merged));
  }

  /**
   * Merges ascending numbers, some of which may be equal, into arrays; returns how many differ.
   * Arithmetic chooses which number comes next: neither case is rare enough to be guessed.
   */
  private int merge(long[] others, long[] theirCounts, int n, long[] toNumbers, long[] toCounts) {
    int mine = 0;
    int other = 0;
    int last = 0;
    long number = Math.min(numbers[0], others[0]);
    long count = 0;
    while (mine < numbers.length && other < n) {
      long a = numbers[mine];
      long b = others[other];
      long isOther = less(b, a);
      long next = a + ((b - a) & isOther);
      long more = counts[mine] + ((theirCounts[other] - counts[mine]) & isOther);
      mine += 1 + (int) isOther;
      other -= (int) isOther;
      long isNew = differ(next, number);
      toNumbers[last] = number;
      toCounts[last] = count;
      last -= (int) isNew;
      count = (count & ~isNew) + more;
      number = next;
    }
    for (; other < n; other++) {
      long isNew = differ(others[other], number);
      toNumbers[last] = number;
      toCounts[last] = count;
      last -= (int) isNew;
      count = (count & ~isNew) + theirCounts[other];
      number = others[other];
    }
    toNumbers[last] = number;
    toCounts[last] = count;
    // of equal numbers, the other one came later: what is left here was not seen yet
    int left = numbers.length - mine;
    System.arraycopy(numbers, mine, toNumbers, last + 1, left);
    System.arraycopy(counts, mine, toCounts, last + 1, left);
    return last + 1 + left;
  }

  /** All bits if {@code a < b}, else none. */
  private static long less(long a, long b) {
    long difference = a - b;
    return (difference ^ ((a ^ b) & (difference ^ a))) >> (Long.SIZE - 1);
  }

  /** All bits if {@code a != b}, else none. */
  private static long differ(long a, long b) {
    long difference = a - b;
    return (difference | -difference) >> (Long.SIZE - 1);
  }

  /**
   * These without their lowest bits, counts of those that become equal added up. Takes the arrays
   * over.
   */
  CountedNumbers without(int bits) {
    if (bits == 0 || size() == 0) {
      return this;
    }
    int left = drop(bits);
    return new CountedNumbers(Arrays.copyOf(numbers, left), Arrays.copyOf(counts, left));
  }

  /** Drops bits at the beginning of the arrays; returns how many different numbers are left. */
  private int drop(int bits) {
    int last = 0;
    long number = numbers[0] >> bits;
    long count = counts[0];
    for (int i = 1; i < numbers.length; i++) {
      long next = numbers[i] >> bits;
      // neither case is rare enough to be guessed
      long same = next == number ? -1 : 0;
      numbers[last] = number;
      counts[last] = count;
      last += 1 + (int) same;
      count = (count & same) + counts[i];
      number = next;
    }
    numbers[last] = number;
    counts[last] = count;
    return last + 1;
  }

  /**
   * How many lowest bits have to be dropped so that at most {@code most} different numbers are
   * left; not more than 63, which leave two.
   */
  int bitsToDrop(int most) {
    var merging = new int[Long.SIZE + 1];
    for (int i = 1; i < numbers.length; i++) {
      merging[Long.SIZE - Long.numberOfLeadingZeros(numbers[i] ^ numbers[i - 1])]++;
    }
    int left = numbers.length;
    int bits = 0;
    while (left > most && bits < Long.SIZE - 1) {
      left -= merging[++bits];
    }
    return bits;
  }

  void encode(DataOutput out) throws IOException {
    out.writeInt(size());
    var block = ByteBuffer.allocate(Math.min(size(), BLOCK) * 2 * Long.BYTES);
    for (int from = 0; from < size(); from += BLOCK) {
      int to = Math.min(size(), from + BLOCK);
      block.clear();
      for (int i = from; i < to; i++) {
        block.putLong(numbers[i]).putLong(counts[i]);
      }
      out.write(block.array(), 0, block.position());
    }
  }

  static CountedNumbers decode(DataInput in) throws IOException {
    int size = in.readInt();
    var numbers = new long[size];
    var counts = new long[size];
    var block = ByteBuffer.allocate(Math.min(size, BLOCK) * 2 * Long.BYTES);
    for (int from = 0; from < size; from += BLOCK) {
      int to = Math.min(size, from + BLOCK);
      in.readFully(block.array(), 0, (to - from) * 2 * Long.BYTES);
      block.clear();
      for (int i = from; i < to; i++) {
        numbers[i] = block.getLong();
        counts[i] = block.getLong();
      }
    }
    return new CountedNumbers(numbers, counts);
  }
}
