package io.tributary.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:8001, localhost, 8001",
    "10.0.0.7:1, 10.0.0.7, 1",
    "[::1]:65535, ::1, 65535",
    "triton.example:08001, triton.example, 8001"
  })
  void readsHostAndPort(String text, String host, int port) {
    assertThat(HostPort.parse(text)).contains(new HostPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        ":8001",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "localhost:port",
        "localhost:-1",
        "localhost:8001/models",
        "me@localhost:8001",
        "local host:8001",
        "::1:8001",
        "[::1:8001",
        "::1]:8001",
        "[]:8001"
      })
  void refusesAnythingElse(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }
}
