package io.tributary.components.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program under way: its output goes to the log, its end is judged. */
final class RunningProcess {
  private static final int LAST_LINES = 10;
  private static final int LONGEST_LINE = 2_000;
  private static final long MOST_LOGGED = 10_000_000;

  /** How long a program may take to end when it is asked to. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How long is read on when the program has ended; what it started may hold its output open. */
  private static final Duration READING = Duration.ofSeconds(1);

  private final Process process;
  private final List<String> command;
  private final Run<?> run;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Thread reader;
  private long printed;

  RunningProcess(Process process, List<String> command, Run<?> run) {
    this.process = process;
    this.command = command;
    this.run = run;
    this.reader = new Thread(this::read, run.nodeId() + "-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Waits for the end of the program, which must be a good one. */
  void await() throws IOException, InterruptedException {
    process.getOutputStream().close();
    int code;
    try {
      code = process.waitFor();
      reader.join(READING.toMillis());
    } catch (InterruptedException e) {
      stop();
      throw e;
    }
    if (code != 0) {
      throw new ExecutionFailure(
          Code.USER_CODE,
          new Explanation(
              "node '" + run.nodeId() + "' > command " + String.join(" ", command),
              "exit code " + code + said(),
              "exit code 0",
              "correct the program; the log of the node has all that it printed"));
    }
  }

  private synchronized String said() {
    return lastLines.isEmpty()
        ? ", without a word"
        : "; it said last: " + String.join(" | ", lastLines);
  }

  /** First asks, then kills; what the program has started comes first. */
  private void stop() {
    var all = process.descendants().toList();
    all.forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private void read() {
    var line = new byte[LONGEST_LINE];
    int length = 0;
    var block = new byte[1 << 13];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        for (int i = 0; i < n; i++) {
          if (block[i] == '\n') {
            say(new String(line, 0, length, UTF_8));
            length = 0;
          } else if (length < LONGEST_LINE) {
            line[length++] = block[i];
          }
        }
      }
      if (length > 0) {
        say(new String(line, 0, length, UTF_8));
      }
    } catch (IOException e) {
      say("what it printed cannot be read: " + e.getMessage());
    }
  }

  private synchronized void say(String text) {
    var line = text.stripTrailing();
    if (lastLines.size() == LAST_LINES) {
      lastLines.removeFirst();
    }
    lastLines.addLast(line);
    boolean before = printed <= MOST_LOGGED;
    printed += line.length() + 1L;
    if (printed <= MOST_LOGGED) {
      run.log().info("{}", line);
    } else if (before) {
      run.log().warn("it prints more than {} bytes; the rest is not logged", MOST_LOGGED);
    }
  }
}
