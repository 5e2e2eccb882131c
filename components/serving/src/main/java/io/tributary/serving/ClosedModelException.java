package io.tributary.serving;

/** A model was asked after it was closed. */
public final class ClosedModelException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** With the model's origin. */
  public ClosedModelException(String origin) {
    super(origin + ": asked after close (expected: an open model); open it again");
  }
}
