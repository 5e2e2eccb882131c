package io.tributary.components.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers texts in the order of their first occurrence, without an object per text. */
final class ClassCodes {
  /** More distinct texts than this are no classes. */
  static final int MAX_CLASSES = 10_000;

  private static final int SLOTS = Integer.highestOneBit(MAX_CLASSES) * 4;

  private final List<byte[]> texts = new ArrayList<>();
  private final int[] slots = new int[SLOTS];

  /** The number of a text; −1 for a new one beyond {@link #MAX_CLASSES}. */
  int of(byte[] data, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + data[i];
    }
    hash *= 0x9E3779B9;
    for (int slot = hash >>> 16 & SLOTS - 1; ; slot = slot + 1 & SLOTS - 1) {
      int code = slots[slot] - 1;
      if (code < 0) {
        return add(Arrays.copyOfRange(data, from, to), slot);
      }
      var known = texts.get(code);
      if (Arrays.equals(known, 0, known.length, data, from, to)) {
        return code;
      }
    }
  }

  private int add(byte[] text, int slot) {
    if (texts.size() == MAX_CLASSES) {
      return -1;
    }
    texts.add(text);
    slots[slot] = texts.size();
    return texts.size() - 1;
  }

  /** All texts, sorted by their bytes. */
  List<String> sorted() {
    return Arrays.stream(order()).mapToObj(code -> new String(texts.get(code), UTF_8)).toList();
  }

  private int[] order() {
    return IntStream.range(0, texts.size())
        .boxed()
        .sorted((a, b) -> Arrays.compareUnsigned(texts.get(a), texts.get(b)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** For each number the index of its text in {@code classes}; −1 for one that is none of them. */
  int[] indices(List<String> classes) {
    return texts.stream().mapToInt(text -> classes.indexOf(new String(text, UTF_8))).toArray();
  }
}
