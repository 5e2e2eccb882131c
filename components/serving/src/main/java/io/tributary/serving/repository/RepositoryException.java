package io.tributary.serving.repository;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * A model repository could not be read or changed. Whatever was being done has left nothing behind
 * that anybody could see.
 */
public final class RepositoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With where, what was found, what was expected and what to do. */
  public RepositoryException(String message) {
    super(message);
  }

  /** With the cause, such as the file system's refusal. */
  public RepositoryException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With what could not be done, and why, if that can be told, with what to do. */
  static RepositoryException of(String what, IOException e) {
    String advice =
        e instanceof AccessDeniedException
            ? "; give this user permission to write to " + e.getMessage()
            : String.valueOf(e.getMessage()).contains("No space left")
                ? "; free space on that disk and try again: nothing of this attempt is left"
                : "";
    String reason =
        e instanceof AccessDeniedException
            ? "no permission: " + e.getMessage()
            : e instanceof NoSuchFileException
                ? "no such file: " + e.getMessage()
                : String.valueOf(e.getMessage());
    return new RepositoryException("cannot " + what + ": " + reason + advice, e);
  }
}
