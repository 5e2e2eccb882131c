package io.tributary.components.transform;

import java.util.Arrays;

/**
 * Where the words of a text are, as ONNX's operator StringSplit finds them, or those of a list of
 * texts. Between two adjacent words is the delimiter, once. To be used again for the next row.
 */
final class WordBounds {
  private static final int FIRST_WORDS = 16;
  private static final byte SPACE = ' ';

  private byte[] data = new byte[0];
  private byte[] packed = new byte[FIRST_WORDS];
  private int[] starts = new int[FIRST_WORDS];
  private int[] ends = new int[FIRST_WORDS];
  private int count;

  /**
   * Finds words between single delimiters; runs of spaces are the delimiter if it is empty.
   *
   * @param most how many words to find at most, from the first one on
   */
  void find(byte[] text, int from, int to, byte[] delimiter, int most) {
    count = 0;
    if (delimiter.length == 0) {
      pack(text, from, to, most);
    } else {
      cut(text, from, to, delimiter, most);
    }
  }

  /** Forgets what was found, to take words one by one. */
  void clear() {
    count = 0;
  }

  /** Appends a word. */
  void append(byte[] word, int from, int to, byte[] delimiter) {
    int start = count == 0 ? 0 : ends[count - 1] + delimiter.length;
    int end = start + to - from;
    if (packed.length < end + delimiter.length) {
      packed = Arrays.copyOf(packed, Math.max(end + delimiter.length, packed.length * 2));
    }
    data = packed;
    System.arraycopy(word, from, packed, start, to - from);
    System.arraycopy(delimiter, 0, packed, end, delimiter.length);
    add(start, end);
  }

  private void cut(byte[] text, int from, int to, byte[] delimiter, int most) {
    data = text;
    int start = from;
    int at = from;
    while (at <= to - delimiter.length && count < most) {
      if (Arrays.equals(text, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
        add(start, at);
        at += delimiter.length;
        start = at;
      } else {
        at++;
      }
    }
    if (count < most) {
      add(start, to);
    }
  }

  private void pack(byte[] text, int from, int to, int most) {
    if (packed.length <= to - from) {
      packed = new byte[Math.max(to - from + 1, packed.length * 2)];
    }
    data = packed;
    int used = 0;
    int at = from;
    while (at < to && count < most) {
      if (text[at] == SPACE) {
        at++;
        continue;
      }
      int start = used;
      while (at < to && text[at] != SPACE) {
        packed[used++] = text[at++];
      }
      add(start, used);
      packed[used++] = SPACE;
    }
  }

  private void add(int start, int end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    starts[count] = start;
    ends[count++] = end;
  }

  int count() {
    return count;
  }

  /** What the bounds are in; only until the next text. */
  byte[] data() {
    return data;
  }

  int start(int word) {
    return starts[word];
  }

  int end(int word) {
    return ends[word];
  }

  boolean isWord(int word, Words.Cut cut) {
    return cut.isWord(data, starts[word], ends[word]);
  }
}
