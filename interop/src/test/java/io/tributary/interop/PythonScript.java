package io.tributary.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A script of {@code src/test/python} with its arguments. */
record PythonScript(Path file, List<String> arguments) {

  static PythonScript named(String name, String... arguments) {
    return new PythonScript(file(name), List.of(arguments));
  }

  static Path file(String name) {
    return Path.of("src/test/python", name).toAbsolutePath();
  }

  /**
   * What it printed.
   *
   * @param lines of its standard output
   * @param errors its standard error
   */
  record Output(List<String> lines, String errors) {}

  /** Runs it in the environment with TFX, and fails the test if it does not end well in time. */
  Output run(Path directory, Duration limit) throws IOException, InterruptedException {
    return run(PythonEnvironment.TFX, directory, limit);
  }

  /** Runs it in an environment, and fails the test if it does not end well in time. */
  Output run(PythonEnvironment environment, Path directory, Duration limit)
      throws IOException, InterruptedException {
    var out = Files.createTempFile(directory, "out", ".txt");
    var errors = Files.createTempFile(directory, "err", ".txt");
    var command = new ArrayList<>(List.of(environment.program("python").toString()));
    command.add(file.toString());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().removeAll(List.of("PYTHONHOME", "PYTHONPATH"));
    builder.environment().putAll(environment.variables());
    var process = builder.start();
    var ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    var output = new Output(Files.readAllLines(out), Files.readString(errors, UTF_8));
    assertThat(ended)
        .as("%s within %s; it said: %s", file.getFileName(), limit, end(output))
        .isTrue();
    assertThat(process.exitValue())
        .as("exit code of %s, which said: %s", file.getFileName(), end(output))
        .isZero();
    return output;
  }

  private static String end(Output output) {
    var all = String.join("\n", output.lines()) + "\n" + output.errors();
    return all.substring(Math.max(0, all.length() - 6000));
  }
}
