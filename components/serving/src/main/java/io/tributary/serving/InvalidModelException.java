package io.tributary.serving;

/** A model file that cannot be served: not ONNX, damaged, or with types that have no tensor. */
public final class InvalidModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what was found, what was expected, and what to do. */
  public InvalidModelException(String message) {
    super(message);
  }

  /** With the cause, such as ONNX Runtime's own complaint. */
  public InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
