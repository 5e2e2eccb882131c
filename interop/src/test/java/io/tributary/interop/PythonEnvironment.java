package io.tributary.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.digest.Sha256;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A virtual environment with what {@code requirements-<name>.txt} names. It lies below {@code
 * TRIBUTARY_INTEROP_HOME}, {@code ~/.cache/tributary/interop} by default, is installed when it is
 * first asked for and missing, or the file has changed, and is used by all later builds. Without
 * Python the tests are left out, except the one that says what to install.
 */
final class PythonEnvironment {
  private static final String PYTHON = "bin/python";
  private static final Duration INSTALLATION = Duration.ofMinutes(40);

  /** With TFX and ML Metadata. */
  static final PythonEnvironment TFX = new PythonEnvironment("tfx", "3.10");

  /** For scripts and notebooks that are nodes: pyarrow and Papermill. */
  static final PythonEnvironment PROGRAMS = new PythonEnvironment("programs", "3.10");

  /** With the program tritonserver, and ONNX Runtime for its models. */
  static final PythonEnvironment TRITON = new PythonEnvironment("triton", "3.10");

  /** With Airflow 3. */
  static final PythonEnvironment AIRFLOW3 = new PythonEnvironment("airflow3", "3.11");

  /** With Airflow 2. */
  static final PythonEnvironment AIRFLOW2 = new PythonEnvironment("airflow2", "3.11");

  /** With the program schemathesis. */
  static final PythonEnvironment SCHEMATHESIS = new PythonEnvironment("schemathesis", "3.10");

  /** With ONNX's checker. */
  static final PythonEnvironment ONNX = new PythonEnvironment("onnx", "3.10");

  private final String name;
  private final String version;
  private final Path directory;
  private @Nullable String problem;

  private PythonEnvironment(String name, String version) {
    this.name = name;
    this.version = version;
    this.directory = home().resolve(name);
  }

  /** Why it could not be installed; empty if it is there. The first call installs it. */
  synchronized String problem() {
    if (problem == null) {
      problem = installed();
    }
    return problem;
  }

  private String installed() {
    try {
      install(home());
      return "";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      return "Python environment in " + directory + ": " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "Python environment in " + directory + ": interrupted";
    }
  }

  /** Leaves the test out if it could not be installed; {@code PythonEnvironmentTest} says why. */
  void need() {
    if (!problem().isEmpty()) {
      throw new TestAbortedException(problem());
    }
  }

  private static Path home() {
    var set = System.getenv("TRIBUTARY_INTEROP_HOME");
    return set == null || set.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "tributary", "interop")
        : Path.of(set).toAbsolutePath();
  }

  private void install(Path home) throws IOException, InterruptedException {
    var requirements = Path.of("requirements-" + name + ".txt").toAbsolutePath();
    var digest = Sha256.hex(Files.readAllBytes(requirements));
    Files.createDirectories(home);
    try (var channel =
        FileChannel.open(
            home.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock(); // until the channel is closed: another build waits here, and finds it done
      var stamp = home.resolve(name + ".installed");
      if (Files.exists(stamp)
          && Files.readString(stamp).equals(digest)
          && Files.isExecutable(directory.resolve(PYTHON))) {
        return;
      }
      var began = System.nanoTime();
      var interpreter = interpreter();
      Files.deleteIfExists(stamp);
      delete(directory);
      System.err.println(
          "Python environment: installing " + directory + ", once, for some minutes");
      var log = home.resolve(name + ".log");
      execute(List.of(interpreter, "-m", "venv", directory.toString()), log);
      execute(
          List.of(
              directory.resolve(PYTHON).toString(),
              "-m",
              "pip",
              "install",
              "--quiet",
              "--disable-pip-version-check",
              "--no-deps",
              "--no-cache-dir",
              "--no-compile", // what is imported is compiled then
              "-r",
              requirements.toString()),
          log);
      Files.writeString(stamp, digest);
      System.err.println(
          "Python environment: installed "
              + directory
              + " in "
              + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)
              + " s");
    }
  }

  private static void execute(List<String> command, Path log)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeAll(List.of("PYTHONHOME", "PYTHONPATH"));
    var process = builder.start();
    if (!process.waitFor(INSTALLATION.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "Python environment: '"
              + String.join(" ", command)
              + "' took more than "
              + INSTALLATION.toMinutes()
              + " minutes (expected: the packages within it); look at the connection to the package index");
    }
    if (process.exitValue() != 0) {
      var said = Files.readString(log, UTF_8);
      throw new IllegalStateException(
          "Python environment: '"
              + String.join(" ", command)
              + "' ended with "
              + process.exitValue()
              + " (expected: 0); it said: "
              + said.substring(Math.max(0, said.length() - 2000)));
    }
  }

  /** The first that is of the right version, and can make environments. */
  private String interpreter() throws IOException, InterruptedException {
    var variable = "TRIBUTARY_PYTHON" + version.replace(".", "");
    var candidates = new ArrayList<String>();
    Optional.ofNullable(System.getenv(variable)).ifPresent(candidates::add);
    candidates.add("python" + version);
    candidates.addAll(pyenv());
    candidates.add("python3");
    for (var candidate : candidates) {
      if (isUsable(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException(
        "Python environment: none of "
            + candidates
            + " is a Python "
            + version
            + " with the module venv (expected: one, for which the packages of requirements-"
            + name
            + ".txt are known to fit together); install it, for instance by 'pyenv install "
            + version
            + "', or name it in "
            + variable);
  }

  private List<String> pyenv() throws IOException {
    var set = System.getenv("PYENV_ROOT");
    var versions =
        (set == null ? Path.of(System.getProperty("user.home"), ".pyenv") : Path.of(set))
            .resolve("versions");
    if (!Files.isDirectory(versions)) {
      return List.of();
    }
    try (var found = Files.list(versions)) {
      return found
          .filter(there -> there.getFileName().toString().startsWith(version + "."))
          .map(there -> there.resolve("bin").resolve("python").toString())
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  private boolean isUsable(String python) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(
                  python,
                  "-c",
                  "import sys, venv, ensurepip; sys.exit('%d.%d' % sys.version_info[:2] != '"
                      + version
                      + "')")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** One of the programs of the environment, such as {@code python} or {@code papermill}. */
  Path program(String name) {
    need();
    return directory.resolve("bin").resolve(name);
  }

  /** Its programs first, for whatever looks them up. */
  String path() {
    need();
    return directory.resolve("bin") + File.pathSeparator + System.getenv("PATH");
  }

  /** What keeps TensorFlow quiet and off accelerators, and gRPC away from proxies. */
  Map<String, String> variables() {
    return Map.of(
        "PATH", path(),
        "TF_CPP_MIN_LOG_LEVEL", "3",
        "TF_ENABLE_ONEDNN_OPTS", "0",
        "CUDA_VISIBLE_DEVICES", "",
        "PYTHONWARNINGS", "ignore",
        "PYTHONUNBUFFERED", "1",
        "NO_PROXY", "127.0.0.1,localhost",
        "no_proxy", "127.0.0.1,localhost");
  }
}
