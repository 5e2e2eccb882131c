package io.tributary.core;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;

/**
 * A run cannot be started, resumed or continued as things are. Nothing that was finished is lost.
 */
public final class RunRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Explanation explanation;
  private final boolean busy;

  public RunRefusedException(Explanation explanation) {
    this(explanation, false);
  }

  private RunRefusedException(Explanation explanation, boolean busy) {
    super(requireNonNull(explanation, "explanation").toString());
    this.explanation = explanation;
    this.busy = busy;
  }

  /** Another process is working on what was asked for. */
  public static RunRefusedException busy(Explanation explanation) {
    return new RunRefusedException(explanation, true);
  }

  /** Whether another process is working on it, so that it may be had later. */
  public boolean isBusy() {
    return busy;
  }

  /** The parts of the message. */
  public Explanation explanation() {
    return explanation;
  }
}
