package io.tributary.runner.beam;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A real Flink cluster on this machine, started by the script of the repository. */
final class FlinkProcesses implements AutoCloseable {
  static final String SCRIPT = Path.of("flink-cluster").toAbsolutePath().toString();

  /** What a Flink distribution has in its lib folder. */
  private static final List<String> FLINK =
      List.of(
          "flink-",
          "commons-",
          "slf4j-",
          "snappy-",
          "lz4-",
          "javassist-",
          "kryo-2",
          "minlog-",
          "objenesis-",
          "jsr305-");

  private final Path folder;
  private final List<ProcessHandle> taskManagers = new ArrayList<>();
  private String address = "";

  private FlinkProcesses(Path folder) {
    this.folder = folder;
  }

  static FlinkProcesses start(Path folder, int taskManagers, int slots) throws Exception {
    var cluster = new FlinkProcesses(folder);
    var jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                jar -> FLINK.stream().anyMatch(Path.of(jar).getFileName().toString()::startsWith))
            .collect(Collectors.joining(File.pathSeparator));
    for (var line :
        script(
            "start",
            folder.toString(),
            "--task-managers",
            "" + taskManagers,
            "--slots",
            "" + slots,
            "--class-path",
            jars)) {
      cluster.read(line);
    }
    return cluster;
  }

  private void read(String line) {
    var words = line.split(" ");
    switch (words[0]) {
      case "address" -> address = words[1];
      case "taskmanager" ->
          taskManagers.add(ProcessHandle.of(Long.parseLong(words[1])).orElseThrow());
      default -> {}
    }
  }

  private static List<String> script(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(SCRIPT));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.start();
    List<String> lines;
    try (var out = process.inputReader(UTF_8)) {
      lines = out.lines().toList();
    }
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": exit code " + process.exitValue());
    }
    return lines;
  }

  /** Where the JobManager answers. */
  String address() {
    return address;
  }

  List<ProcessHandle> taskManagers() {
    return taskManagers;
  }

  Path log() {
    return folder.resolve("log");
  }

  @Override
  public void close() throws IOException {
    try {
      script("stop", folder.toString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
