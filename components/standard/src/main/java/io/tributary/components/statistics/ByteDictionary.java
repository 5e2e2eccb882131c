package io.tributary.components.statistics;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/** Numbers strings of bytes from 0 in the order in which they are first seen. */
final class ByteDictionary {
  private int[] slots = new int[32];
  private long[] hashes = new long[16];
  private int[] ends = new int[16];
  private byte[] bytes = new byte[128];
  private int size;

  /** The number of a string; −1 if it has none. */
  int find(byte[] source, int start, int length) {
    return slots[slot(ByteCounts.hash(source, start, length), source, start, length)] - 1;
  }

  /** The number of a string, which is the next one if it had none. */
  int number(byte[] source, int start, int length) {
    long hash = ByteCounts.hash(source, start, length);
    int slot = slot(hash, source, start, length);
    if (slots[slot] == 0) {
      append(hash, source, start, length);
      slots[slot] = size;
      if (size * 2 > slots.length) {
        index(slots.length * 2);
      }
      return size - 1;
    }
    return slots[slot] - 1;
  }

  private int slot(long hash, byte[] source, int start, int length) {
    int mask = slots.length - 1;
    int slot = (int) (hash >>> 32) & mask;
    while (slots[slot] != 0) {
      int entry = slots[slot] - 1;
      if (hashes[entry] == hash
          && Arrays.equals(bytes, start(entry), ends[entry], source, start, start + length)) {
        break;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void append(long hash, byte[] source, int start, int length) {
    int from = byteLength();
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    if (bytes.length - from < length) {
      long wanted = Math.max(bytes.length * 2L, (long) from + length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
    System.arraycopy(source, start, bytes, from, length);
    hashes[size] = hash;
    ends[size++] = from + length;
  }

  private void index(int capacity) {
    slots = new int[capacity];
    int mask = capacity - 1;
    for (int entry = 0; entry < size; entry++) {
      int slot = (int) (hashes[entry] >>> 32) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = entry + 1;
    }
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

  int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  int length(int number) {
    return ends[number] - start(number);
  }

  ByteString string(int number) {
    return ByteString.copyFrom(bytes, start(number), length(number));
  }

  /** The numbers in the order of their strings. */
  int[] sorted() {
    var numbers = new Integer[size];
    Arrays.setAll(numbers, i -> i);
    Arrays.sort(numbers, this::compare);
    return Arrays.stream(numbers).mapToInt(Integer::intValue).toArray();
  }

  /** Compares strings by their unsigned bytes. */
  int compare(int a, int b) {
    return Arrays.compareUnsigned(bytes, start(a), ends[a], bytes, start(b), ends[b]);
  }
}
