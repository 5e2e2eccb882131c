package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.steps.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintsTest {
  @TempDir Path directory;

  private final Record step = new Write("a", Path.of("trace"));

  @Test
  void classesOfTheStepAndOfTheApiAreNamed() throws Exception {
    var fingerprints = new Fingerprints(directory.resolve("memory")).of(step);

    assertThat(fingerprints).containsOnlyKeys(Write.class.getName(), "io.tributary.api.Component");
    assertThat(fingerprints.values()).allMatch(digest -> digest.matches("[0-9a-f]{64}"));
  }

  @Test
  void digestsAreRememberedFromProcessToProcess() throws Exception {
    var memory = directory.resolve("memory");
    var first = new Fingerprints(memory).of(step);
    var line = Files.readAllLines(memory).get(0);
    Files.writeString(memory, line.substring(0, 65) + "0".repeat(64) + "\n");

    assertThat(new Fingerprints(memory).of(step)).containsValue("0".repeat(64));
    Files.writeString(memory, line.substring(0, 100));
    assertThat(new Fingerprints(memory).of(step)).isEqualTo(first);
  }
}
