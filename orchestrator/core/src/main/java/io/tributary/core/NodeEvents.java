package io.tributary.core;

import io.tributary.api.ExecutionFailure;
import java.io.PrintStream;
import java.time.Duration;

/**
 * What a process that works on one node says to the process that started it: lines of its output,
 * told from others by how they begin.
 */
public final class NodeEvents {
  private static final String MARK = "@tributary ";
  private static final String STARTED = "started";
  private static final String PROGRESS = "progress";
  private static final String RETRYING = "retrying";

  private NodeEvents() {}

  /** Writes what it is told to {@code out}. */
  public static RunListener writing(PrintStream out) {
    return new RunListener() {
      @Override
      public void nodeStarted(String node, int attempt) {
        say(STARTED + " " + attempt);
      }

      @Override
      public void nodeProgress(String node, String message) {
        say(PROGRESS + " " + message);
      }

      @Override
      public void nodeRetrying(String node, int attempt, ExecutionFailure failure, Duration pause) {
        say(
            RETRYING
                + " "
                + attempt
                + " "
                + pause
                + " "
                + failure.code()
                + " "
                + failure.getMessage());
      }

      private void say(String event) {
        out.println(MARK + event.replace('\n', ' ').replace('\r', ' '));
        out.flush();
      }
    };
  }

  /** Tells {@code listener} what a line says about {@code node}; false if it is no event. */
  public static boolean read(String line, String node, RunListener listener) {
    if (!line.startsWith(MARK)) {
      return false;
    }
    var event = line.substring(MARK.length()).split(" ", 2);
    var rest = event.length == 2 ? event[1] : "";
    try {
      switch (event[0]) {
        case STARTED -> listener.nodeStarted(node, Integer.parseInt(rest));
        case PROGRESS -> listener.nodeProgress(node, rest);
        case RETRYING -> {
          var fields = rest.split(" ", 4);
          listener.nodeRetrying(
              node,
              Integer.parseInt(fields[0]),
              new ExecutionFailure(ExecutionFailure.Code.valueOf(fields[2]), fields[3]),
              Duration.parse(fields[1]));
        }
        default -> {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException
        | java.time.format.DateTimeParseException
        | ArrayIndexOutOfBoundsException e) {
      // A component that writes such lines itself is not heard.
      return false;
    }
  }
}
