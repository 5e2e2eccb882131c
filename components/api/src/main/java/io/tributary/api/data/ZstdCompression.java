package io.tributary.api.data;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.AbstractCompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;

/**
 * Packs buffers by Zstandard in one context, where Arrow's library makes one for every buffer; the
 * bytes are the same. Not thread-safe.
 */
final class ZstdCompression extends AbstractCompressionCodec implements AutoCloseable {
  private final ZstdCompressCtx context = new ZstdCompressCtx();

  ZstdCompression(int level) {
    context.setLevel(level);
  }

  @Override
  protected ArrowBuf doCompress(BufferAllocator allocator, ArrowBuf buffer) {
    int length = Math.toIntExact(buffer.writerIndex());
    int most = Math.toIntExact(Zstd.compressBound(length));
    var packed = allocator.buffer(CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH + most);
    boolean isDone = false;
    try {
      int count =
          context.compressDirectByteBuffer(
              packed.nioBuffer(CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH, most),
              0,
              most,
              buffer.nioBuffer(0, length),
              0,
              length);
      packed.writerIndex(CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH + count);
      isDone = true;
      return packed;
    } finally {
      if (!isDone) {
        packed.close();
      }
    }
  }

  @Override
  protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf buffer) {
    throw new UnsupportedOperationException("nothing is unpacked here");
  }

  @Override
  public CodecType getCodecType() {
    return CodecType.ZSTD;
  }

  @Override
  public void close() {
    context.close();
  }
}
