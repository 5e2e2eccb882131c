package io.tributary.data.source;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
    InputStream unpack(InputStream packed) throws IOException {
      return new ZstdFrames(packed);
    }
  };

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
  abstract InputStream unpack(InputStream packed) throws IOException;

  /** What the first bytes of a file tell; empty if it is not packed. */
  static Optional<Packing> of(byte[] head) {
    if (head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
      return Optional.of(GZIP);
    }
    if (head.length == HEAD
        && head[0] == 0x28
        && head[1] == (byte) 0xb5
        && head[2] == 0x2f
        && head[3] == (byte) 0xfd) {
      return Optional.of(ZSTD);
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

  /** Tells errors of the format from those of the disk. */
  private static final class ZstdFrames extends FilterInputStream {
    ZstdFrames(InputStream packed) throws IOException {
      super(new ZstdInputStream(packed));
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      try {
        return super.read(bytes, from, count);
      } catch (ZstdIOException e) {
        throw new BrokenException(
            e.getMessage() != null && e.getMessage().contains("Truncated")
                ? "cut off in the middle of a frame"
                : "broken (" + e.getMessage() + ")",
            e);
      } catch (EOFException e) {
        throw new BrokenException("cut off in the middle of a frame", e);
      }
    }
  }
}
