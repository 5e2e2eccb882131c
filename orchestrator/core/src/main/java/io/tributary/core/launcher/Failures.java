package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns whatever was thrown into an execution failure that says what to do. */
final class Failures {
  /** Causes may go in a circle. */
  private static final int CAUSES_LOOKED_AT = 100;

  private Failures() {}

  /**
   * The failure of a node.
   *
   * @param where the node, as messages name it
   */
  static ExecutionFailure of(String where, Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int i = 0; cause != null && i < CAUSES_LOOKED_AT; i++, cause = cause.getCause()) {
      if (cause instanceof ExecutionFailure failure) {
        return failure;
      }
      var resource = resource(where, cause, thrown);
      if (resource != null) {
        return resource;
      }
    }
    return new ExecutionFailure(
        Code.USER_CODE,
        new Explanation(
            where,
            thrown.toString(),
            "the component to return",
            "the log of the node has the stack trace; correct the component and resume the run"),
        thrown);
  }

  /** The run was canceled while the node was under way. */
  static ExecutionFailure canceled(String where) {
    return new ExecutionFailure(
        Code.CANCELED,
        new Explanation(
            where, "canceled", "to run to its end", "resume the run to run the node again"));
  }

  /** The component has called {@code System.exit}. */
  static ExecutionFailure exited(String where, StackTraceElement caller) {
    return new ExecutionFailure(
        Code.USER_CODE,
        new Explanation(
            where,
            "System.exit was called at " + caller,
            "the component to return, or to throw",
            "take the call out, and resume the run"));
  }

  private static @Nullable ExecutionFailure resource(
      String where, Throwable cause, Throwable thrown) {
    if (cause instanceof AccessDeniedException denied) {
      return new ExecutionFailure(
          Code.PERMISSION_DENIED,
          new Explanation(
              where,
              "no permission for " + denied.getFile(),
              "a file or directory that this user may read and write",
              "give the user the permission, or choose another place, and resume the run"),
          thrown);
    }
    var message = cause.getMessage() == null ? "" : cause.getMessage().toLowerCase(Locale.ROOT);
    if (cause instanceof IOException && message.contains("read-only file system")) {
      return new ExecutionFailure(
          Code.PERMISSION_DENIED,
          new Explanation(
              where,
              String.valueOf(cause.getMessage()),
              "a file system that can be written",
              "choose another place with --home, and resume the run there"),
          thrown);
    }
    if (cause instanceof IOException
        && (message.contains("no space left") || message.contains("quota exceeded"))) {
      return new ExecutionFailure(
          Code.RESOURCE_EXHAUSTED,
          new Explanation(
              where,
              "disk full (" + cause.getMessage() + ")",
              "room for the outputs",
              "free some space and resume the run; nothing that was finished is lost"),
          thrown);
    }
    if (cause instanceof OutOfMemoryError
        || cause.getClass().getName().equals("org.apache.arrow.memory.OutOfMemoryException")) {
      return new ExecutionFailure(
          Code.RESOURCE_EXHAUSTED,
          new Explanation(
              where,
              "out of memory (" + cause.getMessage() + ")",
              "memory for the work",
              "give the process more memory, or let fewer nodes run at a time, and resume the run"),
          thrown);
    }
    return null;
  }
}
