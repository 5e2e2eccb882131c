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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A program under way: its output goes to the log, its end is judged. */
final class RunningProcess {
  /** What is added to a signal to make an exit code of it. */
  private static final int FIRST_SIGNAL = 128;

  private static final int LAST_LINES = 10;
  private static final int LONGEST_LINE = 2_000;
  private static final long MOST_LOGGED = 10_000_000;

  /** How a line begins that tells what has been reached. */
  static final String PROGRESS = "@progress ";

  /** How long a program may take to end when it is asked to. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /**
   * How often is looked meanwhile at what it starts; not seen later, when who started it is gone.
   */
  private static final Duration GLANCE = Duration.ofMillis(20);

  /** How often is looked at what the program has reached, and at the memory that it holds. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** How long is read on when the program has ended; what it started may hold its output open. */
  private static final Duration READING = Duration.ofSeconds(1);

  private final Process process;
  private final ExternalProcess program;
  private final Run<?> run;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Watchdog watchdog;
  private final Thread reader;
  private final AtomicReference<@Nullable String> reached = new AtomicReference<>();
  private long printed;
  private @Nullable RuntimeException unlogged;

  RunningProcess(Process process, ExternalProcess program, Run<?> run, Watchdog watchdog) {
    this.process = process;
    this.program = program;
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
      while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        tellProgress();
        program.limits().check(run.nodeId(), process.toHandle());
      }
      code = process.exitValue();
      watchdog.close();
      reader.join(READING.toMillis());
    } catch (ExecutionFailure e) {
      kill(new LinkedHashSet<>(Set.of(process.toHandle())));
      throw e;
    } catch (InterruptedException | IOException e) {
      stop();
      throw e;
    }
    tellProgress();
    judge(code);
  }

  private void tellProgress() {
    var latest = reached.getAndSet(null);
    if (latest != null) {
      run.progress(latest);
    }
  }

  private synchronized void judge(int code) {
    if (code != 0) {
      throw new ExecutionFailure(
          Code.USER_CODE,
          new Explanation(
              "node '" + run.nodeId() + "' > command " + program,
              "exit code " + code + signal(code) + said(),
              "exit code 0",
              "correct the program; the log of the node has all that it printed"),
          unlogged);
    }
    if (unlogged != null) {
      throw unlogged;
    }
  }

  private static String signal(int code) {
    return switch (code) {
      case FIRST_SIGNAL + 6 -> ", it has aborted";
      case FIRST_SIGNAL + 9 -> ", somebody killed it: often the system, when memory runs out";
      case FIRST_SIGNAL + 11 -> ", it has crashed on memory that is not its own";
      case FIRST_SIGNAL + 15 -> ", somebody asked it to end";
      default -> "";
    };
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
    if (line.startsWith(PROGRESS)) {
      reached.set(line.substring(PROGRESS.length()));
    }
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
