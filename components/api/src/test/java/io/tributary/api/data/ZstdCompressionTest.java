package io.tributary.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.junit.jupiter.api.Test;

class ZstdCompressionTest {
  @Test
  void theBytesAreThoseOfArrowsOwnCodec() {
    for (int level : new int[] {1, -4}) {
      theBytesAreThoseOfArrowsOwnCodec(level);
    }
  }

  private static void theBytesAreThoseOfArrowsOwnCodec(int level) {
    var arrow = CommonsCompressionFactory.INSTANCE.createCodec(CodecType.ZSTD, level);
    try (var allocator = new RootAllocator();
        var ours = new ZstdCompression(level)) {
      for (int size : new int[] {0, 1, 8, 1_000, 65_536, 300_000}) {
        for (int values : new int[] {2, 256}) {
          var random = new Random(size);
          byte[] bytes = new byte[size];
          for (int i = 0; i < size; i++) {
            bytes[i] = (byte) random.nextInt(values);
          }

          assertThat(packed(bytes, ours, allocator)).isEqualTo(packed(bytes, arrow, allocator));
        }
      }
    }
  }

  private static byte[] packed(byte[] bytes, CompressionCodec codec, BufferAllocator allocator) {
    ArrowBuf plain = allocator.buffer(bytes.length);
    plain.writeBytes(bytes);
    try (var packed = codec.compress(allocator, plain)) {
      var result = new byte[(int) packed.writerIndex()];
      packed.getBytes(0, result);
      return result;
    }
  }
}
