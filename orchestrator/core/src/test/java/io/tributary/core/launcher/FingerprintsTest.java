package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.steps.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintsTest {
  @TempDir Path directory;

  private final Record step = new Write("a", Path.of("trace"));

  private DigestMemory memory() {
    return new DigestMemory(directory.resolve("memory"), Clock.systemUTC());
  }

  @Test
  void classesOfTheStepAndOfTheApiAreNamed() throws Exception {
    var fingerprints = new Fingerprints(memory()).of(step);

    assertThat(fingerprints).containsOnlyKeys(Write.class.getName(), "io.tributary.api.Component");
    assertThat(fingerprints.values()).allMatch(digest -> digest.matches("[0-9a-f]{64}"));
  }

  /** A step that is loaded from elsewhere. */
  record Elsewhere(String text) {}

  private static final class Loader extends ClassLoader {
    Record load(Path source) throws Exception {
      var name = Elsewhere.class.getName();
      try (var in = Elsewhere.class.getResourceAsStream("FingerprintsTest$Elsewhere.class")) {
        var bytes = Objects.requireNonNull(in).readAllBytes();
        var code = new CodeSource(source.toUri().toURL(), (Certificate[]) null);
        var type =
            defineClass(name, bytes, 0, bytes.length, new ProtectionDomain(code, null))
                .getDeclaredConstructor(String.class);
        type.setAccessible(true);
        return (Record) type.newInstance("a");
      }
    }
  }

  @Test
  void changedCodeBehindALinkIsNoticed() throws Exception {
    var jar = Files.writeString(directory.resolve("steps-1.jar"), "old code");
    var link = Files.createSymbolicLink(directory.resolve("steps.jar"), jar);
    var linked = new Loader().load(link);
    var before = new Fingerprints(memory()).of(linked).get(Elsewhere.class.getName());
    Files.writeString(jar, "changed code");

    assertThat(new Fingerprints(memory()).of(linked).get(Elsewhere.class.getName()))
        .isNotEqualTo(before);
  }
}
