package io.tributary.components.evaluator;

import java.util.function.IntToLongFunction;

/** Sorts numbers of rows without boxing them. */
final class RowOrder {
  private static final int DIGITS = 1 << 8;

  private RowOrder() {}

  /** The numbers from 0 to {@code size} − 1. */
  static int[] of(int size) {
    var rows = new int[size];
    for (int i = 0; i < size; i++) {
      rows[i] = i;
    }
    return rows;
  }

  /**
   * Sorts by keys as unsigned numbers; equals stay in their order. A radix sort, byte by byte,
   * which passes over bytes that are the same in all keys.
   */
  static void sort(int[] rows, IntToLongFunction keyOf) {
    int size = rows.length;
    var keys = new long[size];
    long differing = 0;
    for (int i = 0; i < size; i++) {
      keys[i] = keyOf.applyAsLong(rows[i]);
      differing |= keys[i] ^ keys[0];
    }
    if (differing == 0) {
      return;
    }
    var from = rows;
    var to = new int[size];
    var toKeys = new long[size];
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      if ((differing >>> shift & DIGITS - 1) != 0) {
        place(from, keys, to, toKeys, shift);
        var swapped = from;
        from = to;
        to = swapped;
        var swappedKeys = keys;
        keys = toKeys;
        toKeys = swappedKeys;
      }
    }
    if (from != rows) {
      System.arraycopy(from, 0, rows, 0, size);
    }
  }

  private static void place(int[] from, long[] keys, int[] to, long[] toKeys, int shift) {
    var next = new int[DIGITS + 1];
    for (long key : keys) {
      next[(int) (key >>> shift & DIGITS - 1) + 1]++;
    }
    for (int i = 0; i < DIGITS; i++) {
      next[i + 1] += next[i];
    }
    for (int i = 0; i < from.length; i++) {
      int at = next[(int) (keys[i] >>> shift & DIGITS - 1)]++;
      to[at] = from[i];
      toKeys[at] = keys[i];
    }
  }

  /** A key by which doubles are sorted from the highest down. */
  static long descending(double value) {
    long bits = Double.doubleToRawLongBits(value);
    return bits < 0 ? bits : ~bits ^ Long.MIN_VALUE;
  }
}
