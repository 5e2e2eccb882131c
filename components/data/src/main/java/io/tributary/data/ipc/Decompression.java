package io.tributary.data.ipc;

import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.AbstractCompressionCodec;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;

/**
 * Unpacks buffers: Zstandard as Arrow's library for Java does, LZ4 a hundred times faster. Not
 * thread-safe.
 */
final class Decompression implements CompressionCodec.Factory {
  private final CompressionCodec lz4 = new Lz4();

  @Override
  public CompressionCodec createCodec(CodecType type) {
    return type == CodecType.LZ4_FRAME ? lz4 : CommonsCompressionFactory.INSTANCE.createCodec(type);
  }

  @Override
  public CompressionCodec createCodec(CodecType type, int level) {
    return createCodec(type);
  }

  /** LZ4, from which alone is read. */
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
