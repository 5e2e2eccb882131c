package io.tributary.pipelines.own;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the command ended, in a process of its own, and what it printed. */
record Outcome(int exitCode, String out, String err) {

  /** Calls the command in a folder in which there is nothing. */
  static Outcome of(Path directory, String... arguments) throws IOException, InterruptedException {
    return of(directory, Files.createTempFile(directory, "out", ""), arguments);
  }

  /** The same, with more variables in the environment. */
  static Outcome of(Path directory, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var out = Files.createTempFile(directory, "out", "");
    return of(directory, out, environment, arguments);
  }

  /** The same, with standard output going to a file, of which only what is a file is read. */
  static Outcome of(Path directory, Path out, String... arguments)
      throws IOException, InterruptedException {
    return of(directory, out, Map.of(), arguments);
  }

  private static Outcome of(
      Path directory, Path out, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var err = Files.createTempFile(directory, "err", "");
    var process = start(directory, out, err, environment, arguments);
    int exitCode = process.waitFor();
    return new Outcome(
        exitCode,
        Files.isRegularFile(out) ? Files.readString(out, UTF_8) : "",
        Files.readString(err, UTF_8));
  }

  /** Starts the command in a folder in which there is nothing. */
  static Process start(Path directory, Path out, Path err, String... arguments) throws IOException {
    return start(directory, out, err, Map.of(), arguments);
  }

  private static Process start(
      Path directory, Path out, Path err, Map<String, String> environment, String... arguments)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tributary.cli.Tributary"));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(directory.resolve("elsewhere")).toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  String everything() {
    return out + err;
  }
}
