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
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program under way: its output goes to the log, its end is judged. */
final class RunningProcess {
  private static final int LAST_LINES = 10;
  private static final int LONGEST_LINE = 2_000;
  private static final long MOST_LOGGED = 10_000_000;

  /** How long a program may take to end when it is asked to. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /**
   * How often is looked meanwhile at what it starts; not seen later, when who started it is gone.
   */
  private static final Duration GLANCE = Duration.ofMillis(20);

  /** How long is read on when the program has ended; what it started may hold its output open. */
  private static final Duration READING = Duration.ofSeconds(1);

  private final Process process;
  private final List<String> command;
  private final Run<?> run;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Watchdog watchdog;
  private final Thread reader;
  private long printed;
  private @Nullable RuntimeException unlogged;

  RunningProcess(Process process, List<String> command, Run<?> run, Watchdog watchdog) {
    this.process = process;
    this.command = command;
    this.run = run;
    this.watchdog = watchdog;
    this.reader = new Thread(this::read, run.nodeId() + "-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Waits for the end of the program, which must be a good one, and for the end of its output. */
  void await() throws IOException, InterruptedException {
    int code;
    try {
      watchdog.watch(process);
      process.getOutputStream().close();
      code = process.waitFor();
      watchdog.close();
      reader.join(READING.toMillis());
    } catch (InterruptedException | IOException e) {
      stop();
      throw e;
    }
    judge(code);
  }

  private synchronized void judge(int code) {
    if (code != 0) {
      throw new ExecutionFailure(
          Code.USER_CODE,
          new Explanation(
              "node '" + run.nodeId() + "' > command " + String.join(" ", command),
              "exit code " + code + said(),
              "exit code 0",
              "correct the program; the log of the node has all that it printed"),
          unlogged);
    }
    if (unlogged != null) {
      throw unlogged;
    }
  }

  private String said() {
    var last =
        lastLines.isEmpty()
            ? ", without a word"
            : "; it said last: " + String.join(" | ", lastLines);
    return unlogged == null ? last : last + "; not logged: " + reason(unlogged);
  }

  private static String reason(RuntimeException thrown) {
    return thrown.getMessage()
        + (thrown.getCause() == null ? "" : ": " + thrown.getCause().getMessage());
  }

  /** First asks, then kills; what the program has started comes first. */
  private void stop() {
    process.descendants().forEach(ProcessHandle::destroy);
    var family = new LinkedHashSet<ProcessHandle>();
    family.add(process.toHandle());
    grow(family);
    process.destroy();
    long asked = System.nanoTime();
    try {
      while (!process.waitFor(GLANCE.toMillis(), TimeUnit.MILLISECONDS)
          && System.nanoTime() - asked < GRACE.toNanos()) {
        grow(family);
      }
    } catch (InterruptedException e) {
      kill(family); // there is no time for grace
      return;
    }
    kill(family);
  }

  private static void kill(Set<ProcessHandle> family) {
    grow(family);
    do {
      family.forEach(ProcessHandle::destroyForcibly);
    } while (grow(family));
  }

  /** Adds what processes have started; false if they have started nothing more. */
  private static boolean grow(Set<ProcessHandle> family) {
    boolean grown = false;
    for (var member : new ArrayList<>(family)) {
      grown |= family.addAll(member.descendants().toList());
    }
    return grown;
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
    if (unlogged == null) {
      try {
        log(line);
      } catch (RuntimeException e) {
        // The program is not to die of it: nobody reading its output any more would be its end.
        unlogged = e;
      }
    }
  }

  private void log(String line) {
    boolean before = printed <= MOST_LOGGED;
    printed += line.length() + 1L;
    if (printed <= MOST_LOGGED) {
      run.log().info("{}", line);
    } else if (before) {
      run.log().warn("it prints more than {} bytes; the rest is not logged", MOST_LOGGED);
    }
  }
}
