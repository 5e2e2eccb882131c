package io.tributary.components.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How often each string of bytes occurs. Strings are kept in one growing array: none is an object.
 */
final class ByteCounts {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;
  private static final int INITIAL_CAPACITY = 32;

  /** More entries than any table has. */
  private static final long ENTRY = (1L << 26) - 1;

  private static final int WIDTH = 3;

  /** How many strings are added after one another. */
  private static final int BLOCK = 512;

  /** A table of this length is always close to the processor. */
  private static final int SMALL = 1 << 13;

  /** Of no use but that reading what gave it is not in vain. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  /** The upper bits of a hash, and below them an entry + 1; zero where a slot is free. */
  private long[] slots = new long[INITIAL_CAPACITY];

  /**
   * Of each entry the hash, the count and, as halves of a number, where its bytes begin and end.
   */
  private long[] entries = new long[INITIAL_CAPACITY / 2 * WIDTH];

  private byte[] bytes = new byte[256];
  private int size;

  /**
   * The same for the same bytes in every process and version; all 64 bits are well mixed. Strings
   * of equal length up to eight bytes never share one: every step can be undone.
   */
  static long hash(byte[] source, int start, int length) {
    long hash = length * FACTOR;
    int at = start;
    int end = start + length;
    for (; at + 8 <= end; at += 8) {
      hash = (hash ^ (long) LONGS.get(source, at)) * FACTOR;
      hash ^= hash >>> 32;
    }
    hash = (hash ^ tail(source, at, end)) * FACTOR;
    hash = (hash ^ (hash >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return hash ^ (hash >>> 31);
  }

  /** Fewer than eight bytes as a number. */
  private static long tail(byte[] source, int start, int end) {
    if (start == end) {
      return 0;
    }
    if (start + 8 <= source.length) {
      return (long) LONGS.get(source, start) & (-1L >>> (64 - 8 * (end - start)));
    }
    long tail = 0;
    for (int i = end - 1; i >= start; i--) {
      tail = tail << 8 | source[i] & 0xFF;
    }
    return tail;
  }

  /** Counts each of some strings once. */
  void addAll(TextVectors strings, long[] hashes) {
    for (int first = 0; first < strings.size(); first += BLOCK) {
      int end = Math.min(strings.size(), first + BLOCK);
      if (slots.length > SMALL) {
        touch(hashes, first, end);
      }
      for (int i = first; i < end; i++) {
        add(hashes[i], strings.bytes(), strings.start(i), strings.length(i), 1);
      }
    }
  }

  /**
   * Reads where some strings are expected, so that the processor gets it from memory all at once:
   * when strings are looked for one by one, it guesses wrong what it will find, and waits for each.
   */
  private void touch(long[] hashes, int first, int end) {
    int mask = slots.length - 1;
    long read = 0;
    for (int i = first; i < end; i++) {
      read += slots[(int) (hashes[i] >>> 32) & mask];
    }
    for (int i = first; i < end; i++) {
      int entry = Math.max(0, (int) (slots[(int) (hashes[i] >>> 32) & mask] & ENTRY) - 1);
      read += entries[entry * WIDTH];
    }
    touched = read;
  }

  /** Counts a string. */
  void add(long hash, byte[] source, int start, int length, long times) {
    int mask = slots.length - 1;
    long tag = hash & ~ENTRY;
    int slot = (int) (hash >>> 32) & mask;
    for (long found = slots[slot]; found != 0; found = slots[slot]) {
      if ((found & ~ENTRY) == tag) {
        int entry = (int) (found & ENTRY) - 1;
        if (hash(entry) == hash && isAt(entry, source, start, length)) {
          entries[entry * WIDTH + 1] += times;
          return;
        }
      }
      slot = (slot + 1) & mask;
    }
    append(hash, source, start, length, times);
    slots[slot] = tag | size;
    // half of the slots, and a little more, so that twice the bound is enough for the bound
    if (size > slots.length / 2 + slots.length / 16) {
      index(slots.length * (slots.length < SMALL ? 2 : 4));
    }
  }

  /** Whether an entry is a string with the same hash. */
  private boolean isAt(int entry, byte[] source, int start, int length) {
    int at = start(entry);
    if (length(entry) != length) {
      return false;
    }
    int last = length - 8;
    for (int i = 0; i < last; i += 8) {
      if ((long) LONGS.get(bytes, at + i) != (long) LONGS.get(source, start + i)) {
        return false;
      }
    }
    return last <= 0
        || (long) LONGS.get(bytes, at + last) == (long) LONGS.get(source, start + last);
  }

  private void append(long hash, byte[] source, int start, int length, long times) {
    int from = byteLength();
    if (size * WIDTH == entries.length) {
      entries = Arrays.copyOf(entries, (size + size / 2) * WIDTH);
    }
    if (bytes.length - from < length) {
      long wanted = Math.max(bytes.length * 2L, (long) from + length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
    System.arraycopy(source, start, bytes, from, length);
    set(size++, hash, times, from, length);
  }

  private void set(int entry, long hash, long count, int start, int length) {
    entries[entry * WIDTH] = hash;
    entries[entry * WIDTH + 1] = count;
    entries[entry * WIDTH + 2] = (long) start << 32 | (start + length);
  }

  private void index(int capacity) {
    slots = new long[capacity];
    int mask = capacity - 1;
    for (int entry = 0; entry < size; entry++) {
      long hash = hash(entry);
      int slot = (int) (hash >>> 32) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = (hash & ~ENTRY) | (entry + 1);
    }
  }

  void add(ByteCounts other) {
    for (int entry = 0; entry < other.size; entry++) {
      add(
          other.hash(entry),
          other.bytes,
          other.start(entry),
          other.length(entry),
          other.count(entry));
    }
  }

  /** Drops the entries whose hash does not pass. */
  void keep(HashFilter filter) {
    int kept = 0;
    int end = 0;
    for (int entry = 0; entry < size; entry++) {
      long hash = hash(entry);
      if (filter.test(hash)) {
        int length = length(entry);
        System.arraycopy(bytes, start(entry), bytes, end, length);
        set(kept++, hash, count(entry), end, length);
        end += length;
      }
    }
    size = kept;
    index(slots.length);
  }

  interface HashFilter {
    boolean test(long hash);
  }

  int size() {
    return size;
  }

  /** Length of all strings together. */
  int byteLength() {
    return size == 0 ? 0 : end(size - 1);
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int entry) {
    return (int) (entries[entry * WIDTH + 2] >>> 32);
  }

  private int end(int entry) {
    return (int) entries[entry * WIDTH + 2];
  }

  int length(int entry) {
    return end(entry) - start(entry);
  }

  long count(int entry) {
    return entries[entry * WIDTH + 1];
  }

  long hash(int entry) {
    return entries[entry * WIDTH];
  }

  /** The entries in an order that depends on the strings alone. */
  private int[] ordered() {
    var hashes = new long[size];
    var numbers = new long[size];
    for (int entry = 0; entry < size; entry++) {
      hashes[entry] = hash(entry);
      numbers[entry] = entry;
    }
    var sorted = CountedNumbers.sorted(hashes, numbers);
    var ordered = new int[size];
    for (int i = 0; i < size; i++) {
      int entry = (int) sorted.counts()[i];
      int at = i;
      for (; at > 0 && isAfter(ordered[at - 1], entry); at--) {
        ordered[at] = ordered[at - 1];
      }
      ordered[at] = entry;
    }
    return ordered;
  }

  private boolean isAfter(int a, int b) {
    return hash(a) == hash(b)
        && Arrays.compareUnsigned(bytes, start(a), end(a), bytes, start(b), end(b)) > 0;
  }

  void encode(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int entry : ordered()) {
      out.writeLong(count(entry));
      out.writeInt(length(entry));
      out.write(bytes, start(entry), length(entry));
    }
  }

  static ByteCounts decode(DataInput in) throws IOException {
    var table = new ByteCounts();
    int size = in.readInt();
    var value = new byte[64];
    for (int i = 0; i < size; i++) {
      long count = in.readLong();
      int length = in.readInt();
      if (value.length < length) {
        value = new byte[length];
      }
      in.readFully(value, 0, length);
      table.add(hash(value, 0, length), value, 0, length, count);
    }
    return table;
  }
}
