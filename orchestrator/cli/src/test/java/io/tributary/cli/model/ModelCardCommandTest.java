package io.tributary.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tributary.cli.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in a home that may be read, but not written. */
class ModelCardCommandTest {
  @TempDir private Path directory;
  private Path home;
  private Path model;

  @BeforeEach
  void makeReadOnly() throws IOException {
    home = Files.createDirectory(directory.resolve("home"));
    model = Files.createDirectories(home.resolve("artifacts/taxi/Trainer/model/1"));
    Files.createFile(model.resolve("model.onnx"));
    Files.writeString(model.resolve("model_card.json"), "{\"task\":\"regression\"}");
    Files.createFile(home.resolve("metadata.db"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  @AfterEach
  void makeWritable() throws IOException {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void theFilesOfAModelTellWhereItsHomeIsNotWritable() throws IOException {
    assumeThat(Files.isWritable(home)).as("a user for whom permissions count").isFalse();

    var card = Console.call("model", "card", model.toString());
    assertThat(card.exitCode()).as(card.err()).isZero();
    assertThat(card.out())
        .contains("regression", "how to reproduce: the home of " + model, "is not writable");
    var compared = Console.call("model", "compare", model.toString(), model.toString());
    assertThat(compared.exitCode()).as(compared.err()).isZero();

    var named = Console.call("--home", home.toString(), "model", "card", model.toString());
    assertThat(named.exitCode()).isNotZero();
    assertThat(named.err()).contains("not writable");
  }
}
