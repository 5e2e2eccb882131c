package io.tributary.components.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Kills a program, with all that it has started, when this process ends without having called the
 * watchdog off, be it by kill -9: a shell waits for the end of its input, which this process holds
 * open. Does nothing on Windows.
 */
final class Watchdog implements AutoCloseable {
  /** Processes are halted from the top down, so that none of them starts another meanwhile. */
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      read -r program || exit 0
      read -r over && exit 0
      children() {
        if ! [ -r /proc/self/status ]; then
          ps -A -o ppid= -o pid= | while read -r above pid; do
            if [ "$above" = "$1" ]; then echo "$pid"; fi
          done
          return
        fi
        for status in /proc/[0-9]*/status; do
          while read -r key value; do
            if [ "$key" = Pid: ]; then pid=$value; fi
            if [ "$key" = PPid: ]; then
              if [ "$value" = "$1" ]; then echo "$pid"; fi
              break
            fi
          done <"$status"
        done
      }
      stop() {
        kill -STOP "$1"
        children "$1" | while read -r pid; do stop "$pid"; done
        kill -KILL "$1"
      }
      stop "$program"
      """;

  private final OutputStream input;

  private Watchdog(OutputStream input) {
    this.input = input;
  }

  /**
   * Starts a watchdog that has nothing to watch yet.
   *
   * @throws ExecutionFailure NOT_FOUND if there is no shell
   */
  static Watchdog start(String node) {
    if (File.separatorChar == '\\') {
      return new Watchdog(OutputStream.nullOutputStream());
    }
    var builder =
        new ProcessBuilder("sh", "-c", SCRIPT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    ProcessEnvironment.keep(builder.environment(), List.of());
    try {
      return new Watchdog(builder.start().getOutputStream());
    } catch (IOException e) {
      throw new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(
              "node '" + node + "' > watchdog of its program",
              "'sh' cannot be started: " + e.getMessage(),
              "a POSIX shell on the PATH, which ends the program if this process is killed",
              "install one"),
          e);
    }
  }

  /** Watches from now on. */
  void watch(Process process) throws IOException {
    say(Long.toString(process.pid()));
  }

  private void say(String line) throws IOException {
    input.write((line + "\n").getBytes(US_ASCII));
    input.flush();
  }

  /** Calls it off. */
  @Override
  public void close() {
    try (input) {
      say("over");
    } catch (IOException e) {
      return; // it is gone, and kills nothing any more
    }
  }
}
