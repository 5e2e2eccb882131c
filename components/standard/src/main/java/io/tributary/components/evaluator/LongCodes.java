package io.tributary.components.evaluator;

import java.util.Arrays;

/** Numbers distinct longs in the order in which they are met. Not thread-safe. */
final class LongCodes {
  private long[] keys = new long[16];
  private int[] codes = empty(16);
  private int size;

  /** The code of {@code key}; when it is new, the number of keys met before. */
  int code(long key) {
    int mask = keys.length - 1;
    int slot = slotOf(key) & mask;
    while (codes[slot] >= 0) {
      if (keys[slot] == key) {
        return codes[slot];
      }
      slot = (slot + 1) & mask;
    }
    keys[slot] = key;
    codes[slot] = size++;
    if (size * 2 > keys.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    var oldKeys = keys;
    var oldCodes = codes;
    keys = new long[oldKeys.length * 2];
    codes = empty(keys.length);
    int mask = keys.length - 1;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCodes[i] >= 0) {
        int slot = slotOf(oldKeys[i]) & mask;
        while (codes[slot] >= 0) {
          slot = (slot + 1) & mask;
        }
        keys[slot] = oldKeys[i];
        codes[slot] = oldCodes[i];
      }
    }
  }

  private static int slotOf(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ (mixed >>> 32));
  }

  private static int[] empty(int size) {
    var codes = new int[size];
    Arrays.fill(codes, -1);
    return codes;
  }
}
