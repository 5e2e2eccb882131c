package io.tributary.components.statistics;

/**
 * Different numbers, ascending, and how often each occurs.
 *
 * @param numbers ascending
 * @param counts how often {@code numbers[i]} occurs
 */
record CountedNumbers(long[] numbers, long[] counts) {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

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

  /** These and others, of which none is among these. */
  CountedNumbers with(CountedNumbers others) {
    if (others.size() == 0) {
      return this;
    }
    var all =
        new CountedNumbers(new long[size() + others.size()], new long[size() + others.size()]);
    int mine = 0;
    int other = 0;
    for (int i = 0; i < all.size(); i++) {
      boolean isMine =
          other == others.size() || (mine < size() && numbers[mine] < others.numbers[other]);
      all.numbers[i] = isMine ? numbers[mine] : others.numbers[other];
      all.counts[i] = isMine ? counts[mine++] : others.counts[other++];
    }
    return all;
  }

  /**
   * Drops lowest bits of all numbers, and adds up the counts of those that become equal, at the
   * beginning of the arrays.
   *
   * @return how many different numbers are left
   */
  int drop(int bits) {
    if (numbers.length == 0) {
      return 0;
    }
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
}
