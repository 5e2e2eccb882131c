package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestMemoryTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String OTHER = "0".repeat(64);

  @TempDir Path directory;
  private Path file;
  private Path memory;

  @BeforeEach
  void write() throws IOException {
    memory = directory.resolve("memory");
    file = write("data.csv", "a", NOW.minusSeconds(60));
  }

  private Path write(String name, String text, Instant modified) throws IOException {
    var written = Files.writeString(directory.resolve(name), text);
    return Files.setLastModifiedTime(written, FileTime.from(modified));
  }

  private DigestMemory process() {
    return new DigestMemory(memory, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** What is remembered now tells what was read from what was recalled. */
  private void falsify() throws IOException {
    var line = Files.readAllLines(memory).get(0);
    Files.writeString(memory, line.substring(0, 65) + OTHER + "\n");
  }

  @Test
  void aFileThatHasNotChangedIsNotReadAgain() throws Exception {
    assertThat(process().of(file)).isEqualTo(Sha256.of(file));
    falsify();

    assertThat(process().of(file)).isEqualTo(OTHER);
  }

  @Test
  void aFileWithAnotherTimeOrSizeIsReadAgain() throws Exception {
    process().of(file);
    falsify();
    write("data.csv", "b", NOW.minusSeconds(59));
    assertThat(process().of(file)).isEqualTo(Sha256.of(file));
    write("data.csv", "longer", NOW.minusSeconds(60));
    assertThat(process().of(file)).isEqualTo(Sha256.of(file));
  }

  @Test
  void anotherFileInItsPlaceIsReadAlthoughSizeAndTimeAreTheSame() throws Exception {
    process().of(file);
    falsify();
    var other = write("other.csv", "b", NOW.minusSeconds(60));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(process().of(file)).isEqualTo(Sha256.of(file));
  }

  @Test
  void aFileThatMayStillBeWrittenIsNotRemembered() throws Exception {
    var fresh = write("fresh.csv", "a", NOW.minusMillis(1_999));
    process().of(fresh);

    assertThat(memory).doesNotExist();
  }

  @Test
  void whatAnotherProcessHasHalfWrittenIsPassedOver() throws Exception {
    process().of(file);
    Files.writeString(memory, Files.readString(memory).substring(0, 100));

    assertThat(process().of(file)).isEqualTo(Sha256.of(file));
  }

  @Test
  void aMemoryOfGarbageIsForgotten() throws Exception {
    Files.write(memory, new byte[] {(byte) 0xff, '\n'});
    process().of(file);

    assertThat(Files.readAllLines(memory)).allMatch(line -> line.length() == 129);
  }

  @Test
  void aMemoryThatCannotBeWrittenIsDoneWithout() throws Exception {
    memory = Files.createDirectory(directory.resolve("a-directory"));

    assertThat(process().of(file)).isEqualTo(Sha256.of(file));
  }

  @Test
  void aFileThatIsNotThereHasNoDigest() {
    assertThatThrownBy(() -> process().of(directory.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
