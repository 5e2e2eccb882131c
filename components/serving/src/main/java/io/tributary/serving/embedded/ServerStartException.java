package io.tributary.serving.embedded;

/** The server did not start; nothing of it is left running. */
public final class ServerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With where, what was found, what was expected and what to do. */
  public ServerStartException(String message) {
    super(message);
  }

  /** With the cause, such as the operating system's refusal. */
  public ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
