package io.tributary.runner.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.Explanation;
import io.tributary.core.NodeEvents;
import io.tributary.core.TraceContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** {@code tributary node run} in a process of the operating system. */
final class CommandProcess implements NodeProcess {
  private static final int LAST_LINES = 5;

  /** In characters; what a longer line has beyond them is lost. One of a log has a stack trace. */
  private static final int LONGEST_LINE = 1_000_000;

  /** In characters; so much is kept of each of the last lines. */
  private static final int LONGEST_LAST_LINE = 2_000;

  /** Tells the launcher script to build nothing, and to leave Ctrl-C to this process. */
  private static final String CONDUCTED = "TRIBUTARY_CONDUCTED";

  /** Where the metadata is: a variable, because an address may hold a password. */
  private static final String METADATA = "TRIBUTARY_METADATA";

  /** How long is read on when the process has ended; what it started may hold its output open. */
  private static final Duration READING = Duration.ofSeconds(1);

  private final Process process;
  private final Thread reader;
  private final Deque<String> lastLines = new ArrayDeque<>();

  private CommandProcess(Process process, NodeTask task) {
    this.process = process;
    this.reader = new Thread(() -> read(task), "tributary-process-" + task.node().getId());
    reader.setDaemon(true);
    reader.start();
  }

  static CommandProcess start(NodeTask task) {
    var command = new ArrayList<>(program());
    command.addAll(List.of("node", "run", "--events", "--run-id", task.request().runId()));
    command.addAll(List.of("--node", task.node().getId()));
    command.addAll(List.of("--home", task.home().directory().toString()));
    return start(task, command);
  }

  static CommandProcess start(NodeTask task, List<String> command) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put(CONDUCTED, "true");
      builder.environment().put(METADATA, task.home().metadataAddress());
      builder.environment().put(TraceContext.VARIABLE, task.request().trace().format());
      var process = builder.start();
      process.getOutputStream().close();
      return new CommandProcess(process, task);
    } catch (IOException e) {
      throw new UncheckedIOException(
          new Explanation(
                  "node '" + task.node().getId() + "' > process",
                  String.valueOf(e.getMessage()),
                  "a process of " + String.join(" ", command),
                  "see that the program exists and that the machine has room for processes")
              .toString(),
          e);
    }
  }

  /** Passes on what the process says, and keeps the end of what is no event. */
  private void read(NodeTask task) {
    var line = new StringBuilder();
    try (var text = process.inputReader(UTF_8)) {
      for (int c = text.read(); c >= 0; c = text.read()) {
        if (c == '\n') {
          say(line.toString(), task);
          line.setLength(0);
        } else if (line.length() < LONGEST_LINE) {
          line.append((char) c);
        }
      }
      if (!line.isEmpty()) {
        say(line.toString(), task);
      }
    } catch (IOException e) {
      keep("its output cannot be read: " + e);
    }
  }

  private void say(String line, NodeTask task) {
    if (!NodeEvents.read(line, task.node().getId(), task.listener())) {
      task.listener().nodePrinted(task.node().getId(), line);
      keep(line);
    }
  }

  private synchronized void keep(String line) {
    if (lastLines.size() == LAST_LINES) {
      lastLines.removeFirst();
    }
    var words = line.strip();
    lastLines.addLast(words.substring(0, Math.min(words.length(), LONGEST_LAST_LINE)));
  }

  /** The launcher script that started this process; else the same Java with the same class path. */
  private static List<String> program() {
    var script = System.getProperty("tributary.launcher");
    if (script != null) {
      return List.of(script);
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path", "." + File.separator),
        "io.tributary.cli.Tributary");
  }

  @Override
  public String await() throws InterruptedException {
    int code = process.waitFor();
    reader.join(READING.toMillis());
    synchronized (this) {
      return "exit code "
          + code
          + (lastLines.isEmpty() ? "" : "; it said: " + String.join(" | ", lastLines));
    }
  }

  @Override
  public void stop() {
    process.destroy();
  }
}
