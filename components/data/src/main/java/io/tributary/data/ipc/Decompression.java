package io.tributary.data.ipc;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.AbstractCompressionCodec;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;

/**
 * Unpacks buffers: LZ4 a hundred times faster than Arrow's library for Java does, Zstandard in one
 * context, which that library makes for every buffer. Not thread-safe.
 */
final class Decompression implements CompressionCodec.Factory, AutoCloseable {
  private final CompressionCodec lz4 = new Lz4();
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

  @Override
  public CompressionCodec createCodec(CodecType type) {
    return switch (type) {
      case LZ4_FRAME -> lz4;
      case ZSTD -> new Zstandard(zstd);
      case NO_COMPRESSION -> NoCompressionCodec.INSTANCE;
    };
  }

  @Override
  public CompressionCodec createCodec(CodecType type, int level) {
    return createCodec(type);
  }

  @Override
  public void close() {
    zstd.close();
  }

  /** Zstandard, which is only unpacked here. */
  private static final class Zstandard extends AbstractCompressionCodec {
    private final ZstdDecompressCtx context;

    Zstandard(ZstdDecompressCtx context) {
      this.context = context;
    }

    @Override
    protected ArrowBuf doCompress(BufferAllocator allocator, ArrowBuf buffer) {
      throw new UnsupportedOperationException("Zstandard is not written here");
    }

    @Override
    protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf buffer) {
      long length = readUncompressedLength(buffer);
      var result = allocator.buffer(length);
      boolean isDone = false;
      try {
        long unpacked = unpack(buffer, result, length);
        if (unpacked != length) {
          throw new IllegalArgumentException(
              "a Zstandard frame of " + unpacked + " bytes where there should be " + length);
        }
        result.writerIndex(length);
        isDone = true;
        return result;
      } finally {
        if (!isDone) {
          result.close();
        }
      }
    }

    private long unpack(ArrowBuf from, ArrowBuf to, long length) {
      long count = from.writerIndex() - CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH;
      if (length > Integer.MAX_VALUE || count > Integer.MAX_VALUE) {
        return unpackMuch(from, count, to, length);
      }
      return context.decompressDirectByteBuffer(
          to.nioBuffer(0, (int) length),
          0,
          (int) length,
          from.nioBuffer(CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH, (int) count),
          0,
          (int) count);
    }

    private static long unpackMuch(ArrowBuf from, long count, ArrowBuf to, long length) {
      long unpacked =
          Zstd.decompressUnsafe(
              to.memoryAddress(),
              length,
              from.memoryAddress() + CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH,
              count);
      if (Zstd.isError(unpacked)) {
        throw new IllegalArgumentException(Zstd.getErrorName(unpacked));
      }
      return unpacked;
    }

    @Override
    public CodecType getCodecType() {
      return CodecType.ZSTD;
    }
  }

  /** LZ4, which is only unpacked here. */
  private static final class Lz4 extends AbstractCompressionCodec {
    private static final long MOST_TO_ONE = 255;

    private byte[] packed = new byte[0];
    private byte[] unpacked = new byte[0];

    @Override
    protected ArrowBuf doCompress(BufferAllocator allocator, ArrowBuf buffer) {
      throw new UnsupportedOperationException("LZ4 is not written");
    }

    @Override
    protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf buffer) {
      int length = Math.toIntExact(readUncompressedLength(buffer));
      int count =
          Math.toIntExact(buffer.writerIndex() - CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH);
      if (length > MOST_TO_ONE * count) {
        throw new IllegalArgumentException(
            length + " bytes unpacked from " + count + ", which no LZ4 frame gives");
      }
      packed = packed.length < count ? new byte[count] : packed;
      unpacked = unpacked.length < length ? new byte[length] : unpacked;
      buffer.getBytes(CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH, packed, 0, count);
      Lz4Frame.unpack(packed, count, unpacked, length);
      var result = allocator.buffer(length);
      result.setBytes(0, unpacked, 0, length);
      result.writerIndex(length);
      return result;
    }

    @Override
    public CodecType getCodecType() {
      return CodecType.LZ4_FRAME;
    }
  }
}
