package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/** Some texts, found in bytes. Immutable and thread-safe. */
final class Spellings {
  /** What often stands in place of a missing number. Nothing is made of it but a hint. */
  static final Spellings OF_MISSING =
      new Spellings(
          List.of(
              "NA", "N/A", "n/a", "na", "#N/A", "<NA>", "NULL", "null", "Null", "None", "none",
              "nil", "NIL", "-", "--", "?", ".", "\\N", "missing", "unknown"));

  private final List<String> texts;
  private final byte[][] bytes;
  private final int longest;

  Spellings(List<String> texts) {
    this.texts = texts;
    bytes = new byte[texts.size()][];
    int most = 0;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = texts.get(i).getBytes(UTF_8);
      most = Math.max(most, bytes[i].length);
    }
    longest = most;
  }

  int count() {
    return bytes.length;
  }

  String get(int index) {
    return texts.get(index);
  }

  /** Which of the texts stands in {@code in[from, to)}; -1 if none does. */
  int find(byte[] in, int from, int to) {
    if (to - from > longest) {
      return -1;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (Arrays.equals(bytes[i], 0, bytes[i].length, in, from, to)) {
        return i;
      }
    }
    return -1;
  }
}
