package io.tributary.components.examplegen;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.span.FoundSpan;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.api.span.SpanNotFoundException;
import io.tributary.api.span.SpanPattern;
import io.tributary.api.span.WrongSpanException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The spans that a run reads.
 *
 * @param spans in order; at least one
 * @param missing in words, those that are read past
 * @param isLatest whether nobody said which
 */
record ChosenSpans(List<FoundSpan> spans, List<String> missing, boolean isLatest) {
  ChosenSpans {
    spans = List.copyOf(spans);
    missing = List.copyOf(missing);
  }

  static ChosenSpans find(SpanPattern pattern, SpanSelection selection, ScheduledSpan wanted)
      throws IOException {
    try {
      var range = range(pattern, selection.window(), wanted);
      if (selection.missing() != MissingSpans.SKIP) {
        return new ChosenSpans(pattern.find(range), List.of(), wanted.isLatest());
      }
      var there = pattern.find(range.first(), range.last());
      if (there.isEmpty()) {
        // This tells what is there instead.
        return new ChosenSpans(pattern.find(range), List.of(), wanted.isLatest());
      }
      var missing = pattern.missing(there, range.first(), range.last());
      return new ChosenSpans(
          List.copyOf(there.values()),
          missing.stream().map(pattern::words).toList(),
          wanted.isLatest());
    } catch (SpanNotFoundException e) {
      throw new ExecutionFailure(
          selection.missing() == MissingSpans.WAIT ? Code.UNAVAILABLE : Code.NOT_FOUND,
          e.explanation(),
          e);
    } catch (WrongSpanException e) {
      throw new ExecutionFailure(Code.INVALID_ARGUMENT, e.explanation(), e);
    }
  }

  private static ScheduledSpan range(SpanPattern pattern, int window, ScheduledSpan wanted)
      throws IOException {
    long first = wanted.isLatest() ? pattern.find(wanted).get(0).span() : wanted.first();
    long last = wanted.isLatest() ? first : wanted.last();
    return ScheduledSpan.range(Math.max(0, first - window + 1), last);
  }

  private FoundSpan last() {
    return spans.get(spans.size() - 1);
  }

  long span() {
    return last().span();
  }

  Optional<Long> version() {
    return last().version();
  }

  /** Whether these are the same spans and versions. */
  boolean isSame(ChosenSpans other) {
    return keys().equals(other.keys());
  }

  private List<List<Object>> keys() {
    return spans.stream().map(span -> List.<Object>of(span.span(), span.version())).toList();
  }

  /** For example {@code span 20787, version 2}, {@code spans 20780 to 20787}. */
  String words() {
    return spans.size() == 1
        ? "span " + span() + version().map(version -> ", version " + version).orElse("")
        : "spans " + spans.get(0).span() + " to " + span();
  }

  /** The same with the version of the last one, where there are several: what a run is about. */
  String key() {
    return spans.size() == 1
        ? words()
        : words() + version().map(version -> ", version " + version).orElse("");
  }

  /** The same for people who watch. */
  String told() {
    return (isLatest ? "the latest there is, " : "")
        + words()
        + (missing.isEmpty() ? "" : " without " + String.join(", ", missing));
  }
}
