package io.tributary.data.source;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Unpacks all frames of a Zstandard file (RFC 8878), one behind the other. Unlike the library's
 * stream it takes no file for whole that is cut off within the head of a later frame. Not
 * thread-safe.
 */
final class ZstdFrames extends InputStream {
  private static final int BLOCK = 1 << 17;

  private final InputStream in;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] block = new byte[BLOCK];
  private final ByteBuffer packed = ByteBuffer.allocateDirect(BLOCK).limit(0);
  private final ByteBuffer unpacked = ByteBuffer.allocateDirect(BLOCK).limit(0);
  private boolean isInFrame;

  /** Whether there may be more to unpack of what was read. */
  private boolean isFull;

  ZstdFrames(InputStream packed) {
    in = packed;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    while (!unpacked.hasRemaining()) {
      if (!packed.hasRemaining() && !isFull && !refill()) {
        return -1;
      }
      unpack();
    }
    int n = Math.min(count, unpacked.remaining());
    unpacked.get(bytes, from, n);
    return n;
  }

  private void unpack() throws IOException {
    unpacked.clear();
    try {
      isInFrame = !context.decompressDirectByteBufferStream(unpacked, packed);
    } catch (ZstdException e) {
      throw new Packing.BrokenException("broken (" + e.getMessage() + ")", e);
    }
    isFull = isInFrame && !unpacked.hasRemaining();
    unpacked.flip();
  }

  private boolean refill() throws IOException {
    int n = in.read(block);
    if (n < 0) {
      if (isInFrame) {
        throw new Packing.BrokenException("cut off in the middle of a frame", new EOFException());
      }
      return false;
    }
    packed.clear();
    packed.put(block, 0, n).flip();
    return true;
  }

  @Override
  public void close() throws IOException {
    context.close();
    in.close();
  }
}
