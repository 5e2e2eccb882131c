package io.tributary.components.statistics;

import com.google.protobuf.UnsafeByteOperations;

/** How many texts are no valid UTF-8. */
final class InvalidUtf8 {
  private InvalidUtf8() {}

  /** Among loaded values. */
  static long in(TextVectors values) {
    int size = values.size();
    if (size == 0 || isAscii(values.bytes(), 0, values.start(size - 1) + values.length(size - 1))) {
      return 0;
    }
    long invalid = 0;
    for (int i = 0; i < size; i++) {
      invalid += isValid(values.bytes(), values.start(i), values.length(i)) ? 0 : 1;
    }
    return invalid;
  }

  /** Among counted values. */
  static long in(ByteCounts table) {
    if (isAscii(table.bytes(), 0, table.byteLength())) {
      return 0;
    }
    long invalid = 0;
    for (int entry = 0; entry < table.size(); entry++) {
      if (!isValid(table.bytes(), table.start(entry), table.length(entry))) {
        invalid += table.count(entry);
      }
    }
    return invalid;
  }

  private static boolean isValid(byte[] source, int start, int length) {
    return isAscii(source, start, length)
        || UnsafeByteOperations.unsafeWrap(source, start, length).isValidUtf8();
  }

  private static boolean isAscii(byte[] source, int start, int length) {
    int all = 0;
    for (int i = start; i < start + length; i++) {
      all |= source[i];
    }
    return all >= 0;
  }
}
