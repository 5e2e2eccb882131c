package io.tributary.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code tributary server --port 0} in a process of its own. */
final class RestServerProcess implements AutoCloseable {
  private final Process process;
  private final String address;
  private final Path errors;

  private RestServerProcess(Process process, String address, Path errors) {
    this.process = process;
    this.address = address;
    this.errors = errors;
  }

  /** Starts it and waits until it says where it listens. */
  static RestServerProcess start(Path home, Path examples)
      throws IOException, InterruptedException {
    var errors = Files.createTempFile(home, "server", ".err");
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "-Dtributary.examples=" + examples.toAbsolutePath(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.tributary.cli.Tributary",
                    "server",
                    "--port",
                    "0",
                    "--home",
                    home.toString()))
            .redirectError(errors.toFile())
            .start();
    var address = CompletableFuture.supplyAsync(() -> address(process));
    try {
      return new RestServerProcess(process, address.get(60, TimeUnit.SECONDS), errors);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("server did not start; it said: " + Files.readString(errors), e);
    }
  }

  /** From the line {@code REST http://host:port/api/v1}; what comes after it is left out. */
  private static String address(Process process) {
    try {
      var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("REST ")) {
          var rest = new Thread(() -> lines.lines().forEach(more -> {}), "server-output");
          rest.setDaemon(true);
          rest.start();
          return line.substring(5).strip();
        }
      }
      throw new IllegalStateException("it ended");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code http://host:port/api/v1} */
  String address() {
    return address;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it said on standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.onExit().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("server did not end within a minute of SIGTERM; " + errors(), e);
    }
  }
}
