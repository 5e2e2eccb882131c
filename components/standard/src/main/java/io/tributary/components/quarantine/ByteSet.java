package io.tributary.components.quarantine;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** Texts as UTF-8, to be looked up without making objects. Immutable. */
final class ByteSet implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[][] table;
  private final boolean[] taken;

  ByteSet(Collection<String> texts) {
    table = new byte[Integer.highestOneBit(Math.max(2, texts.size()) * 4)][0];
    taken = new boolean[table.length];
    for (var text : texts) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      int slot = slot(bytes, bytes.length);
      table[slot] = bytes;
      taken[slot] = true;
    }
  }

  boolean contains(byte[] source, int length) {
    return taken[slot(source, length)];
  }

  /** Where the text is, or would be. */
  private int slot(byte[] source, int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + source[i];
    }
    int slot = (hash ^ (hash >>> 16)) & (table.length - 1);
    while (true) {
      var known = table[slot];
      if (!taken[slot] || Arrays.equals(known, 0, known.length, source, 0, length)) {
        return slot;
      }
      slot = (slot + 1) & (table.length - 1);
    }
  }
}
