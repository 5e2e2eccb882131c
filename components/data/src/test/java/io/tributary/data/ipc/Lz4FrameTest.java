package io.tributary.data.ipc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.data.source.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Lz4FrameTest {
  private static final byte[] SQUARES =
      IntStream.range(0, 20_000)
          .mapToObj(i -> (long) i * i % 9_973 + ",")
          .collect(Collectors.joining())
          .getBytes(US_ASCII);

  private static byte[] packed() throws IOException {
    return Files.readAllBytes(Values.golden("squares-pyarrow-26.0.1.lz4"));
  }

  @Test
  void unpacksBlocksThatReferToEarlierOnes() throws IOException {
    var packed = packed();
    var unpacked = new byte[SQUARES.length];
    Lz4Frame.unpack(packed, packed.length, unpacked, unpacked.length);

    assertThat(unpacked).isEqualTo(SQUARES);
  }

  @Test
  void noPrefixIsTakenForAWhole() throws IOException {
    var packed = packed();
    var unpacked = new byte[SQUARES.length];
    for (int count = 0; count < packed.length; count += count < 20 ? 1 : 997) {
      int length = count;
      assertThatThrownBy(() -> Lz4Frame.unpack(packed, length, unpacked, unpacked.length))
          .as("%d bytes", count)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anotherLengthIsRefused() throws IOException {
    var packed = packed();
    var unpacked = new byte[SQUARES.length + 1];

    assertThatThrownBy(() -> Lz4Frame.unpack(packed, packed.length, unpacked, unpacked.length))
        .hasMessageContaining("where there should be " + unpacked.length);
    assertThatThrownBy(() -> Lz4Frame.unpack(packed, packed.length, unpacked, 1_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void damagedBytesDoNoHarm() throws IOException {
    var random = new Random(7);
    var unpacked = new byte[SQUARES.length];
    for (int i = 0; i < 300; i++) {
      var damaged = packed();
      for (int k = 0; k < 20; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        Lz4Frame.unpack(damaged, damaged.length, unpacked, unpacked.length);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("LZ4 frame");
      }
    }
  }
}
