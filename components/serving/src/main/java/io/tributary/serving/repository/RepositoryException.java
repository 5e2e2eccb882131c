package io.tributary.serving.repository;

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
}
