package io.tributary.components.transform;

import io.tributary.data.row.Hash64;
import java.util.Arrays;

/** Different texts, numbered in the order in which they came. Not thread-safe. */
final class TextTable {
  private static final int FIRST_SLOTS = 64;

  private final int mostTexts;
  private final int mostBytes;
  private byte[] arena = new byte[FIRST_SLOTS * 16];
  private int[] ends = new int[FIRST_SLOTS];
  private int[] slots = new int[FIRST_SLOTS * 2];
  private int size;

  /** For at most so many texts of so many bytes in all. */
  TextTable(int mostTexts, int mostBytes) {
    this.mostTexts = mostTexts;
    this.mostBytes = mostBytes;
  }

  /**
   * The number of the text at {@code from} up to before {@code to}; it is {@link #size} before the
   * call if the text is new, and −1 if there is no room for it.
   */
  int add(byte[] data, int from, int to) {
    int slot = slot(data, from, to);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (!append(data, from, to)) {
      return -1;
    }
    slots[slot] = size;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  /** Where the text stands among the slots, or is to stand. */
  private int slot(byte[] data, int from, int to) {
    int mask = slots.length - 1;
    int slot = (int) Hash64.of(data, from, to - from, 0) & mask;
    while (slots[slot] != 0 && !equals(slots[slot] - 1, data, from, to)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean equals(int text, byte[] data, int from, int to) {
    return Arrays.equals(arena, start(text), ends[text], data, from, to);
  }

  private boolean append(byte[] data, int from, int to) {
    long needed = (long) bytes() + to - from;
    if (size == mostTexts || needed > mostBytes) {
      return false;
    }
    if (needed > arena.length) {
      arena = Arrays.copyOf(arena, (int) Math.min(mostBytes, Math.max(needed, arena.length * 2L)));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, ends.length * 2);
    }
    System.arraycopy(data, from, arena, bytes(), to - from);
    ends[size++] = (int) needed;
    return true;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int text = 0; text < size; text++) {
      slots[slot(arena, start(text), ends[text])] = text + 1;
    }
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** How many bytes they have in all. */
  int bytes() {
    return size == 0 ? 0 : ends[size - 1];
  }

  /** Holds the bytes of all texts; not to be written to. */
  byte[] arena() {
    return arena;
  }

  /** Where a text starts in the {@link #arena}. */
  int start(int text) {
    return text == 0 ? 0 : ends[text - 1];
  }

  /** Behind the last byte of a text in the {@link #arena}. */
  int end(int text) {
    return ends[text];
  }

  /** The numbers of all texts in ascending order of their bytes. */
  int[] sorted() {
    var numbers = new Integer[size];
    Arrays.setAll(numbers, i -> i);
    Arrays.sort(numbers, this::compare);
    return Arrays.stream(numbers).mapToInt(Integer::intValue).toArray();
  }

  /** Compares the bytes of two texts. */
  int compare(int a, int b) {
    return Arrays.compareUnsigned(arena, start(a), ends[a], arena, start(b), ends[b]);
  }
}
