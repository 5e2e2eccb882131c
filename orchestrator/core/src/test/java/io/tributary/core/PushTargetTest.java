package io.tributary.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushTargetTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8001", "10.0.0.7:1", "[::1]:65535", "triton.example:8001"})
  void takesTheAddressOfAServer(String server) {
    var target = PushTarget.of("triton://" + server, directory);

    assertThat(target.server()).isEqualTo(server);
    assertThat(target.address()).isEqualTo("triton://" + server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:8001",
        "http://localhost:8000",
        "triton://localhost",
        "triton://:8001",
        "triton://localhost:",
        "triton://localhost:0",
        "triton://localhost:65536",
        "triton://localhost:port",
        "triton://localhost:8001/models",
        "triton://me@localhost:8001",
        "triton://[::1:80"
      })
  void refusesWhatIsNoAddress(String address) {
    assertThatThrownBy(() -> PushTarget.of(address, directory))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining("'" + address + "' (expected: triton://host:port");
  }

  @Test
  void refusesARepositoryThatIsAFile() throws Exception {
    var file = Files.writeString(directory.resolve("models"), "");

    assertThatThrownBy(() -> PushTarget.of("triton://localhost:8001", file))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining(file + ", which is a file");
  }

  @Test
  void takesARepositoryThatIsNotThereYetAndMakesItAbsolute() {
    var target = PushTarget.of("triton://localhost:8001", Path.of("models", "..", "served"));

    assertThat(target.repository()).isEqualTo(Path.of("served").toAbsolutePath());
  }
}
