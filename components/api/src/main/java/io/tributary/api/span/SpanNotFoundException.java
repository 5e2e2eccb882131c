package io.tributary.api.span;

import io.tributary.api.Explanation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The files of a span are not there, or not yet. */
public final class SpanNotFoundException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Explanation explanation;

  SpanNotFoundException(Explanation explanation, @Nullable Throwable cause) {
    super(explanation.toString(), cause);
    this.explanation = explanation;
  }

  public Explanation explanation() {
    return explanation;
  }
}
