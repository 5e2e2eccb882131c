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
 * The table can be thinned to a sample: at level {@code n} only strings remain whose hash ends in
 * {@code n} zero bits, each with its exact count. What remains depends on the strings and the level
 * alone.
 */
final class ByteCounts {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;
  private static final int INITIAL_CAPACITY = 32;

  /** More entries than any table has. */
  private static final long ENTRY = (1L << 26) - 1;

  private int level;

  /** The upper bits of a hash, and below them an entry + 1; zero where a slot is free. */
  private long[] slots = new long[INITIAL_CAPACITY];

  private long[] hashes = new long[INITIAL_CAPACITY / 2];
  private long[] counts = new long[INITIAL_CAPACITY / 2];

  /** Where an entry's bytes end; they begin where the entry before ends. */
  private int[] ends = new int[INITIAL_CAPACITY / 2];

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

  /** Counts a string if it belongs to the sample. */
  void add(long hash, byte[] source, int start, int length, long times) {
    if ((hash & sampleMask()) != 0) {
      return;
    }
    int mask = slots.length - 1;
    long tag = hash & ~ENTRY;
    int slot = (int) (hash >>> 32) & mask;
    for (long found = slots[slot]; found != 0; found = slots[slot]) {
      if ((found & ~ENTRY) == tag) {
        int entry = (int) (found & ENTRY) - 1;
        if (hashes[entry] == hash && isAt(entry, source, start, length)) {
          counts[entry] += times;
          return;
        }
      }
      slot = (slot + 1) & mask;
    }
    append(hash, source, start, length, times);
    slots[slot] = tag | size;
    if (size * 2 > slots.length) {
      index(slots.length * 2);
    }
  }

  /** Whether an entry is a string with the same hash. */
  private boolean isAt(int entry, byte[] source, int start, int length) {
    int at = start(entry);
    if (ends[entry] - at != length) {
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
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    if (bytes.length - from < length) {
      long wanted = Math.max(bytes.length * 2L, (long) from + length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
    System.arraycopy(source, start, bytes, from, length);
    hashes[size] = hash;
    counts[size] = times;
    ends[size] = from + length;
    size++;
  }

  private void index(int capacity) {
    slots = new long[capacity];
    int mask = capacity - 1;
    for (int entry = 0; entry < size; entry++) {
      long hash = hashes[entry];
      int slot = (int) (hash >>> 32) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = (hash & ~ENTRY) | (entry + 1);
    }
  }

  void add(ByteCounts other) {
    thin(other.level);
    for (int entry = 0; entry < other.size; entry++) {
      add(
          other.hashes[entry],
          other.bytes,
          other.start(entry),
          other.length(entry),
          other.counts[entry]);
    }
  }

  /** Keeps only what belongs to the sample of a level; does nothing if it is that thin already. */
  void thin(int wantedLevel) {
    if (wantedLevel > level) {
      level = wantedLevel;
      long mask = sampleMask();
      keep(hash -> (hash & mask) == 0);
    }
  }

  /** Drops the entries whose hash does not pass. */
  void keep(HashFilter filter) {
    int kept = 0;
    int end = 0;
    int from = 0;
    for (int entry = 0; entry < size; entry++) {
      int length = ends[entry] - from;
      if (filter.test(hashes[entry])) {
        System.arraycopy(bytes, from, bytes, end, length);
        hashes[kept] = hashes[entry];
        counts[kept] = counts[entry];
        from = ends[entry];
        end += length;
        ends[kept++] = end;
      } else {
        from = ends[entry];
      }
    }
    size = kept;
    index(slots.length);
  }

  interface HashFilter {
    boolean test(long hash);
  }

  int level() {
    return level;
  }

  int size() {
    return size;
  }

  /** Length of all strings together. */
  int byteLength() {
    return size == 0 ? 0 : ends[size - 1];
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int entry) {
    return entry == 0 ? 0 : ends[entry - 1];
  }

  int length(int entry) {
    return ends[entry] - start(entry);
  }

  long count(int entry) {
    return counts[entry];
  }

  long hash(int entry) {
    return hashes[entry];
  }

  private long sampleMask() {
    return (1L << level) - 1;
  }

  /** The entries in an order that depends on the strings alone. */
  private int[] ordered() {
    var entries = new long[size];
    Arrays.setAll(entries, entry -> entry);
    var sorted = CountedNumbers.sorted(Arrays.copyOf(hashes, size), entries);
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
    return hashes[a] == hashes[b]
        && Arrays.compareUnsigned(bytes, start(a), ends[a], bytes, start(b), ends[b]) > 0;
  }

  void encode(DataOutput out) throws IOException {
    out.writeByte(level);
    out.writeInt(size);
    for (int entry : ordered()) {
      out.writeLong(counts[entry]);
      out.writeInt(length(entry));
      out.write(bytes, start(entry), length(entry));
    }
  }

  static ByteCounts decode(DataInput in) throws IOException {
    var table = new ByteCounts();
    table.level = in.readByte();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      long count = in.readLong();
      var value = new byte[in.readInt()];
      in.readFully(value);
      table.add(hash(value, 0, value.length), value, 0, value.length, count);
    }
    return table;
  }
}
