package io.tributary.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code tributary metadata serve} in a process of its own. */
final class MetadataService implements AutoCloseable {
  private final Process process;
  private final String address;

  private MetadataService(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  static MetadataService onSqlite(Path database) throws IOException, InterruptedException {
    return on("sqlite:" + database);
  }

  /** Starts it and waits until it says where it listens. */
  static MetadataService on(String database) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.tributary.cli.Tributary",
                    "metadata",
                    "serve",
                    "--db",
                    database,
                    "--port",
                    "0"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var address = CompletableFuture.supplyAsync(() -> address(process));
    try {
      return new MetadataService(process, address.get(60, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("metadata serve --db " + database + " did not start", e);
    }
  }

  /** From the line {@code gRPC host:port}. */
  private static String address(Process process) {
    try {
      var reader =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("gRPC ")) {
          return line.substring(5).strip();
        }
      }
      throw new IllegalStateException("it ended");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code host:port} */
  String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.onExit().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("metadata serve did not end within 30 s of SIGTERM", e);
    }
  }
}
