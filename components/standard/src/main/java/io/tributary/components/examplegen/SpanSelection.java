package io.tributary.components.examplegen;

import static java.util.Objects.requireNonNull;

import io.tributary.api.RuntimeParameter;
import io.tributary.api.span.ScheduledSpan;

/**
 * Which spans a run reads; of each the latest version.
 *
 * @param span what the run is about: a span, all of a range in order, or the latest there is
 * @param window how many spans are read of one that the run is about: itself and those before it;
 *     of a range, of its first
 * @param missing what to do about spans that are not there
 */
public record SpanSelection(
    RuntimeParameter<ScheduledSpan> span, int window, MissingSpans missing) {
  public SpanSelection {
    requireNonNull(span, "span");
    requireNonNull(missing, "missing");
    if (window < 1) {
      throw new IllegalArgumentException(
          "window: " + window + " (expected: > 0); 7 reads a span and the six before it");
    }
  }

  /** The span that the runtime parameter {@code span} says, by default the latest. */
  public static SpanSelection latest() {
    return of(RuntimeParameter.withDefault("span", ScheduledSpan.LATEST));
  }

  /** The spans that a runtime parameter says. */
  public static SpanSelection of(RuntimeParameter<ScheduledSpan> span) {
    return new SpanSelection(span, 1, MissingSpans.FAIL);
  }

  SpanSelection withWindow(int other) {
    return new SpanSelection(span, other, missing);
  }

  SpanSelection withMissing(MissingSpans other) {
    return new SpanSelection(span, window, other);
  }
}
