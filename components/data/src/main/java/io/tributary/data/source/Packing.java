package io.tributary.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** How a file is packed. */
enum Packing {
  GZIP("gzip file") {
    @Override
    InputStream unpack(InputStream packed) {
      return new GzipMembers(packed);
    }
  },
  ZSTD("Zstandard file") {
    @Override
    InputStream unpack(InputStream packed) {
      return new ZstdFrames(packed);
    }
  };

  private static final int ZSTD_FRAME = 0xfd2fb528;

  /** How frames begin that hold no data, up to the last four bits; a file may begin with them. */
  private static final int ZSTD_SKIPPED = 0x184d2a50;

  /** So many bytes tell. */
  static final int HEAD = 4;

  private final String words;

  Packing(String words) {
    this.words = words;
  }

  /** What the file is, for people. */
  String words() {
    return words;
  }

  /**
   * What comes out of all members or frames of a file. Reading throws {@link BrokenException} where
   * the file is no such file any more.
   */
  abstract InputStream unpack(InputStream packed);

  /** What the first bytes of a file tell; empty if it is not packed. */
  static Optional<Packing> of(byte[] head) {
    if (head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
      return Optional.of(GZIP);
    }
    if (head.length == HEAD) {
      int magic = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (magic == ZSTD_FRAME || (magic & ~0xf) == ZSTD_SKIPPED) {
        return Optional.of(ZSTD);
      }
    }
    return Optional.empty();
  }

  /** The file is cut off, or other bytes than its packing allows. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
