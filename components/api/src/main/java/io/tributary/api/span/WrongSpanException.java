package io.tributary.api.span;

import io.tributary.api.Explanation;

/** A pattern of spans breaks a rule, or a span or the name of a file does not fit it. */
public final class WrongSpanException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final Explanation explanation;

  WrongSpanException(Explanation explanation) {
    super(explanation.toString());
    this.explanation = explanation;
  }

  public Explanation explanation() {
    return explanation;
  }
}
