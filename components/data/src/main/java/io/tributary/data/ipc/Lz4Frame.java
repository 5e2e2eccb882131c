package io.tributary.data.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Unpacks an LZ4 frame whose unpacked length is known. Blocks may refer to earlier blocks, as those
 * of Arrow's C++ library do. Checksums, which that library does not write, are passed over. Not
 * thread-safe.
 */
final class Lz4Frame {
  private static final int MAGIC = 0x184D2204;
  private static final int VERSION = 0b0100_0000;
  private static final int VERSION_BITS = 0b1100_0000;
  private static final int BLOCK_CHECKSUM = 0b0001_0000;
  private static final int CONTENT_SIZE = 0b0000_1000;
  private static final int DICTIONARY = 0b0000_0001;
  private static final int PLAIN = 1 << 31;
  private static final int SHORTEST_MATCH = 4;
  private static final int LONG = 15;

  private final byte[] in;
  private final int end;
  private final byte[] out;
  private final int length;
  private int from;
  private int to;

  private Lz4Frame(byte[] in, int end, byte[] out, int length) {
    this.in = in;
    this.end = end;
    this.out = out;
    this.length = length;
  }

  /**
   * Unpacks {@code count} bytes of {@code packed}, which must give {@code length} bytes.
   *
   * @throws IllegalArgumentException if they are no such frame
   */
  static void unpack(byte[] packed, int count, byte[] into, int length) {
    try {
      new Lz4Frame(packed, count, into, length).unpack();
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("an LZ4 frame that is cut off or damaged", e);
    }
  }

  private void unpack() {
    var head = ByteBuffer.wrap(in, 0, end).order(ByteOrder.LITTLE_ENDIAN);
    int magic = head.getInt(0);
    int flags = head.get(Integer.BYTES);
    if (magic != MAGIC || (flags & VERSION_BITS) != VERSION || (flags & DICTIONARY) != 0) {
      throw new IllegalArgumentException("no LZ4 frame");
    }
    from = Integer.BYTES + 2 + ((flags & CONTENT_SIZE) != 0 ? Long.BYTES : 0) + 1;
    int checksum = (flags & BLOCK_CHECKSUM) != 0 ? Integer.BYTES : 0;
    for (int size = head.getInt(from); size != 0; size = head.getInt(from)) {
      from += Integer.BYTES;
      int behind = from + (size & ~PLAIN);
      if (behind > end || behind < from) {
        throw new IndexOutOfBoundsException(behind);
      }
      if ((size & PLAIN) != 0) {
        copyLiterals(size & ~PLAIN);
      } else {
        block(behind);
      }
      from = behind + checksum;
    }
    if (to != length) {
      throw new IllegalArgumentException(
          "an LZ4 frame of " + to + " bytes where there should be " + length);
    }
  }

  private void block(int behind) {
    while (from < behind) {
      int token = in[from++] & 0xff;
      copyLiterals(length(token >> 4));
      if (from >= behind) {
        return;
      }
      int distance = (in[from] & 0xff) | (in[from + 1] & 0xff) << 8;
      from += 2;
      copyMatch(distance, length(token & LONG) + SHORTEST_MATCH);
    }
  }

  private int length(int begun) {
    int length = begun;
    if (begun == LONG) {
      int more;
      do {
        more = in[from++] & 0xff;
        length += more;
      } while (more == 0xff);
    }
    return length;
  }

  private void copyLiterals(int count) {
    if (count > length - to || count > end - from) {
      throw new IndexOutOfBoundsException(count);
    }
    System.arraycopy(in, from, out, to, count);
    from += count;
    to += count;
  }

  private void copyMatch(int distance, int count) {
    int match = to - distance;
    if (distance == 0 || match < 0 || count > length - to || count < 0) {
      throw new IndexOutOfBoundsException(distance);
    }
    if (distance >= count) {
      System.arraycopy(out, match, out, to, count);
    } else {
      for (int i = 0; i < count; i++) {
        out[to + i] = out[match + i];
      }
    }
    to += count;
  }
}
