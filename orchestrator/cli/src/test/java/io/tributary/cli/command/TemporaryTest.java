package io.tributary.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryTest {
  @TempDir private Path directory;

  @Test
  void isGoneWithAllThatIsInIt() throws IOException {
    try (var folder = Temporary.folder(directory, ".made-")) {
      Files.writeString(Files.createDirectories(folder.path().resolve("a/b")).resolve("c"), "text");
    }
    try (var file = Temporary.beside(directory.resolve("x"))) {
      assertThat(file.path()).doesNotExist().hasParentRaw(directory);
      Files.writeString(file.path(), "text");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void isGoneThoughTheThreadIsInterrupted() throws IOException {
    try (var folder = Temporary.folder(directory, ".made-")) {
      Files.writeString(folder.path().resolve("c"), "text");
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void workThatIsInterruptedIsCanceled() {
    for (var thrown :
        new Exception[] {new ClosedByInterruptException(), new InterruptedIOException("x")}) {
      var err = new StringWriter();
      assertThat(Failures.report(thrown, new PrintWriter(err))).isEqualTo(ExitCode.CANCELED);
      assertThat(err).hasToString("tributary: canceled" + System.lineSeparator());
    }
  }
}
