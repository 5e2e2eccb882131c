package io.tributary.data.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentsTest {
  @TempDir Path directory;

  static byte[] packed(Packing packing, byte[] bytes) throws IOException {
    if (packing == Packing.ZSTD) {
      return Zstd.compress(bytes);
    }
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    var both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private Content content(byte[] bytes) throws IOException {
    var file = Files.write(directory.resolve("data"), bytes);
    return Contents.of(new SourceFiles(file, List.of(file)), 2).get(0);
  }

  private static byte[] read(Content content) throws IOException {
    var bytes = new byte[(int) content.size()];
    try (var reader = new ContentReader()) {
      reader.read(content, 0, bytes, 0, bytes.length);
      reader.requireEnd(content);
    }
    return bytes;
  }

  @Test
  void plainFilesAreReadWhereTheyAre() throws IOException {
    var content = content("a,b\n".getBytes(US_ASCII));

    assertThat(content.unpacked()).isEmpty();
    assertThat(read(content)).asString(US_ASCII).isEqualTo("a,b\n");
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void allMembersAreUnpackedAndTheDigestIsOfTheFile(Packing packing) throws IOException {
    var one = random(200_000);
    var two = random(70_000);
    var file =
        joined(packed(packing, one), joined(packed(packing, new byte[0]), packed(packing, two)));
    var content = content(file);

    assertThat(read(content)).isEqualTo(joined(one, two));
    assertThat(content.digest().map(HexFormat.of()::formatHex)).contains(Sha256.hex(file));
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void blocksMayEndAnywhere(Packing packing) throws IOException {
    for (int length : new int[] {(1 << 17) - 1, 1 << 17, (1 << 17) + 1, 1 << 18, 0}) {
      for (var bytes : List.of(random(length), new byte[length])) {
        assertThat(read(content(packed(packing, bytes)))).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void aFileThatIsCutOffAnywhereIsRefused(Packing packing) throws IOException {
    var one = packed(packing, random(300));
    var file = joined(one, packed(packing, random(400)));
    for (int length = 4; length < file.length; length++) {
      if (length == one.length) {
        continue;
      }
      var cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> content(cut))
          .as("%s bytes", length)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("data: cut off")
          .hasMessageContaining("(expected: a whole " + packing.words() + ")");
    }
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void aFileWithOtherBytesIsRefused(Packing packing) throws IOException {
    var file = packed(packing, "a".repeat(1_000).getBytes(US_ASCII));
    var foreign = joined(file, "trailing bytes".getBytes(US_ASCII));
    assertThatThrownBy(() -> content(foreign)).hasMessageContaining("data: broken (");
  }

  @Test
  void aWrongChecksumIsRefused() throws IOException {
    var file = packed(Packing.GZIP, "a".repeat(1_000).getBytes(US_ASCII));
    file[file.length - 6] ^= 1;
    assertThatThrownBy(() -> content(file)).hasMessageContaining("another checksum");
    file[file.length - 6] ^= 1;
    file[file.length - 1] ^= 1;
    assertThatThrownBy(() -> content(file)).hasMessageContaining("another length");
  }

  @Test
  void aFileThatHasBecomeShorterOrLongerIsRefused() throws IOException {
    var content = content(random(100));
    Files.write(content.file(), random(90));
    assertThatThrownBy(() -> read(content)).hasMessageContaining("changed while it was read");
    Files.write(content.file(), random(110));
    assertThatThrownBy(() -> read(content)).hasMessageContaining("100 bytes, and now has 110");
  }

  @Test
  void aZstandardFileMayBeginWithAFrameThatIsSkipped() throws IOException {
    var skipped = new byte[] {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'a', 'b', 'c'};
    var content = content(joined(skipped, packed(Packing.ZSTD, random(100))));

    assertThat(read(content)).isEqualTo(random(100));
  }
}
