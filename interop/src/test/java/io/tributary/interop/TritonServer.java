package io.tributary.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.serving.InferenceClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * NVIDIA's tritonserver on the CPU, in mode EXPLICIT unless another is asked for, on the loopback
 * interface. It is the program in the package nvidia-pytriton; models run in the backend of {@code
 * src/test/python}.
 */
final class TritonServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final Process process;
  private final String address;
  private final Path log;

  private TritonServer(Process process, String address, Path log) {
    this.process = process;
    this.address = address;
    this.log = log;
  }

  /** A port that is free now. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param directory for its backends, its log, and {@code gate}, by which the backend is held up
   * @param models that are loaded at the start
   */
  static TritonServer start(Path directory, Path repository, int port, String... models)
      throws IOException, InterruptedException {
    return start("explicit", directory, repository, port, models);
  }

  /** In another mode of control: {@code none} or {@code poll}. */
  static TritonServer start(
      String mode, Path directory, Path repository, int port, String... models)
      throws IOException, InterruptedException {
    var python = Python.of(PythonEnvironment.TRITON.program("python"));
    var program = python.packages().resolve("pytriton").resolve("tritonserver");
    Files.createDirectories(repository);
    var gate = Files.createDirectories(directory.resolve("gate"));
    var log = Files.createTempFile(directory, "triton-", ".log");
    var command =
        new ArrayList<>(
            List.of(
                program.resolve("bin/tritonserver").toString(),
                "--model-repository=" + repository,
                "--model-control-mode=" + mode,
                "--backend-directory=" + backends(directory, program, python.version()),
                "--grpc-address=127.0.0.1",
                "--grpc-port=" + port,
                "--allow-http=false",
                "--allow-metrics=false",
                "--exit-on-error=false"));
    for (var model : models) {
      command.add("--load-model=" + model);
    }
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    var environment = builder.environment();
    environment.put("PYTHONHOME", python.base().toString());
    environment.put("PYTHONPATH", python.packages().toString());
    environment.put(
        "LD_LIBRARY_PATH",
        python.libraries() + ":" + python.packages().resolve("nvidia_pytriton.libs"));
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    environment.put("CUDA_VISIBLE_DEVICES", "");
    environment.put("TRIBUTARY_TRITON_GATE", gate.toString());
    var server = new TritonServer(builder.start(), "127.0.0.1:" + port, log);
    try {
      server.awaitLive();
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.kill();
      throw e;
    }
  }

  /**
   * Triton looks for its backend for Python and for ours in one directory, and refuses links that
   * lead out of it.
   */
  private static Path backends(Path directory, Path program, String version) throws IOException {
    var backends = directory.resolve("backends");
    if (!Files.exists(backends)) {
      var python = Files.createDirectories(backends.resolve("python"));
      for (var file : List.of("libtriton_python.so", "triton_python_backend_utils.py")) {
        Files.copy(program.resolve("backends/python").resolve(file), python.resolve(file));
      }
      var stub = python.resolve("triton_python_backend_stub");
      var source = program.resolve("python_backend_stubs").resolve(version);
      Files.copy(source.resolve(stub.getFileName()), stub);
      if (!stub.toFile().setExecutable(true)) {
        throw new IOException(stub + ": cannot be made executable");
      }
      var own = Files.createDirectory(backends.resolve("onnxruntime")).resolve("model.py");
      Files.copy(PythonScript.file("triton_backend/model.py"), own);
    }
    return backends;
  }

  private void awaitLive() throws IOException, InterruptedException {
    var end = System.nanoTime() + START.toNanos();
    try (var client = client()) {
      while (!client.serverLive()) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
          throw new IOException(
              "tritonserver: "
                  + (process.isAlive() ? "not live after " + START : "ended")
                  + "; it said: "
                  + log());
        }
      }
    }
  }

  /** {@code host:port} */
  String address() {
    return address;
  }

  InferenceClient client() {
    return InferenceClient.grpc(address);
  }

  /** What it said, at the end. */
  String log() throws IOException {
    var said = Files.readString(log, UTF_8);
    return said.substring(Math.max(0, said.length() - 4000));
  }

  /** SIGKILL, to it and to the processes of its models. */
  void kill() throws InterruptedException {
    var models = process.descendants().toList();
    process.destroyForcibly().waitFor();
    models.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() throws IOException {
    var models = process.descendants().toList();
    process.destroy();
    try {
      process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(
          "tritonserver did not end within " + STOP + " of SIGTERM; it said: " + log(), e);
    } finally {
      models.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /**
   * What a program needs that has this Python in it.
   *
   * @param packages where the packages of the environment are
   * @param version such as 3.10
   * @param libraries where libpython is
   * @param base where the standard library is
   */
  private record Python(Path packages, String version, Path libraries, Path base) {
    private static final String QUESTION =
        "import sys, sysconfig as s; print(s.get_paths()['purelib'], '%d.%d' % sys.version_info[:2], s.get_config_var('LIBDIR'), sys.base_prefix, sep='\\n')";

    static Python of(Path interpreter) throws IOException, InterruptedException {
      var process = new ProcessBuilder(interpreter.toString(), "-c", QUESTION).start();
      try (var answer = process.inputReader(UTF_8)) {
        var lines = answer.lines().toList();
        if (process.waitFor() != 0 || lines.size() != 4) {
          throw new IOException(interpreter + ": said " + lines + " (expected: four lines)");
        }
        return new Python(
            Path.of(lines.get(0)), lines.get(1), Path.of(lines.get(2)), Path.of(lines.get(3)));
      }
    }
  }
}
