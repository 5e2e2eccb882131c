package io.tributary.core;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;

/**
 * A run cannot be started, resumed or continued as things are. Nothing that was finished is lost.
 */
public final class RunRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Explanation explanation;

  public RunRefusedException(Explanation explanation) {
    super(requireNonNull(explanation, "explanation").toString());
    this.explanation = explanation;
  }

  /** The parts of the message. */
  public Explanation explanation() {
    return explanation;
  }
}
