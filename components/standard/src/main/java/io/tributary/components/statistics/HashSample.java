package io.tributary.components.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The hashes of different strings, and the lengths of these, or a sample of them: at level {@code
 * n} those that end in {@code n} zero bits. What remains depends on the strings and the level
 * alone. Strings with the same hash are taken for one.
 */
final class HashSample {
  private static final int INITIAL_CAPACITY = 64;

  /** How many strings are added after one another. */
  private static final int BLOCK = 512;

  private int level;

  /** Zero where a slot is free; no string has this hash here. */
  private long[] hashes;

  /** Of the string in the same slot. */
  private int[] lengths;

  private int size;
  private long byteLength;

  /** Of no use but that reading what gave it is not in vain. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  HashSample() {
    this(0);
  }

  /** With room for so many strings. */
  HashSample(int expected) {
    int capacity = INITIAL_CAPACITY;
    while (isFull(expected, capacity)) {
      capacity *= 2;
    }
    hashes = new long[capacity];
    lengths = new int[capacity];
  }

  /** Half of the slots, and a little more, so that twice the bound is enough for the bound. */
  private static boolean isFull(int size, int capacity) {
    return size > capacity / 2 + capacity / 16;
  }

  void add(long hash, int length) {
    if ((hash & sampleMask()) == 0) {
      insert(hash, length);
    }
  }

  private void insert(long hash, int length) {
    long key = hash == 0 ? Long.MIN_VALUE : hash;
    int mask = hashes.length - 1;
    int slot = slot(key, mask);
    for (long found = hashes[slot]; found != 0; found = hashes[slot]) {
      if (found == key) {
        // of two strings with one hash the shorter one counts, whichever came first
        byteLength += Math.min(0, length - lengths[slot]);
        lengths[slot] = Math.min(lengths[slot], length);
        return;
      }
      slot = (slot + 1) & mask;
    }
    hashes[slot] = key;
    lengths[slot] = length;
    byteLength += length;
    if (isFull(++size, hashes.length)) {
      rebuild(hashes.length * 2);
    }
  }

  private static int slot(long hash, int mask) {
    return (int) (hash >>> 32) & mask;
  }

  void addAll(TextVectors strings, long[] hashesOfStrings) {
    var sampled = new int[BLOCK];
    for (int first = 0; first < strings.size(); first += BLOCK) {
      int end = Math.min(strings.size(), first + BLOCK);
      int n = sample(hashesOfStrings, first, end, sampled);
      for (int i = 0; i < n; i++) {
        insert(hashesOfStrings[sampled[i]], strings.length(sampled[i]));
      }
    }
  }

  /** Finds those that belong to the sample, and reads their slots ahead, all at once. */
  private int sample(long[] hashesOfStrings, int first, int end, int[] sampled) {
    long mask = sampleMask();
    int n = 0;
    for (int i = first; i < end; i++) {
      // written anyway: whether it belongs to the sample cannot be guessed
      sampled[n] = i;
      n += (hashesOfStrings[i] & mask) == 0 ? 1 : 0;
    }
    long read = 0;
    int slots = hashes.length - 1;
    for (int i = 0; i < n; i++) {
      read += hashes[slot(hashesOfStrings[sampled[i]], slots)];
    }
    touched = read;
    return n;
  }

  void add(HashSample other) {
    thin(other.level);
    for (int slot = 0; slot < other.hashes.length; slot++) {
      if (other.hashes[slot] != 0) {
        add(other.hashes[slot], other.lengths[slot]);
      }
    }
  }

  /** Keeps only what belongs to the sample of a level; does nothing if it is that thin already. */
  void thin(int wantedLevel) {
    if (wantedLevel > level) {
      level = wantedLevel;
      rebuild(hashes.length);
    }
  }

  private void rebuild(int capacity) {
    var oldHashes = hashes;
    var oldLengths = lengths;
    hashes = new long[capacity];
    lengths = new int[capacity];
    size = 0;
    byteLength = 0;
    for (int slot = 0; slot < oldHashes.length; slot++) {
      if (oldHashes[slot] != 0) {
        add(oldHashes[slot], oldLengths[slot]);
      }
    }
  }

  private long sampleMask() {
    return (1L << level) - 1;
  }

  int level() {
    return level;
  }

  int size() {
    return size;
  }

  /** Length of all strings of the sample together. */
  long byteLength() {
    return byteLength;
  }

  void encode(DataOutput out) throws IOException {
    out.writeByte(level);
    out.writeInt(size);
    var found = new CountedNumbers(new long[size], new long[size]);
    int next = 0;
    for (int slot = 0; slot < hashes.length; slot++) {
      if (hashes[slot] != 0) {
        found.numbers()[next] = hashes[slot];
        found.counts()[next++] = lengths[slot];
      }
    }
    var sorted = CountedNumbers.sorted(found.numbers(), found.counts());
    for (int i = 0; i < size; i++) {
      out.writeLong(sorted.numbers()[i]);
      out.writeInt((int) sorted.counts()[i]);
    }
  }

  static HashSample decode(DataInput in) throws IOException {
    int level = in.readByte();
    int size = in.readInt();
    var sample = new HashSample(size);
    sample.level = level;
    for (int i = 0; i < size; i++) {
      sample.add(in.readLong(), in.readInt());
    }
    return sample;
  }
}
