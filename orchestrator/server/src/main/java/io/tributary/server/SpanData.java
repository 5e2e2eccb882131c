package io.tributary.server;

import io.tributary.api.span.FoundSpan;
import io.tributary.api.span.SpanNotFoundException;
import io.tributary.api.span.SpanPattern;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;

/** What there is of data that comes in spans. Thread-safe. */
public interface SpanData {
  /** The files of this machine. */
  SpanData FILES =
      new SpanData() {
        @Override
        public NavigableMap<Long, FoundSpan> find(String pattern) throws IOException {
          return SpanPattern.of(pattern).find();
        }

        @Override
        public Instant changed(FoundSpan span) throws IOException {
          return span.changed();
        }
      };

  /**
   * The spans that match a pattern, by number; of each the latest version.
   *
   * @throws SpanNotFoundException if there is no such directory
   * @throws IllegalArgumentException if the pattern is wrong, or a file has a date that no calendar
   *     has
   */
  NavigableMap<Long, FoundSpan> find(String pattern) throws IOException;

  /** When the files of a span last changed. */
  Instant changed(FoundSpan span) throws IOException;

  /**
   * Whether a span is complete: a file says so, or its files have not changed for a while.
   *
   * @param settle how long
   */
  default boolean isSettled(FoundSpan span, Duration settle, Instant now) throws IOException {
    return span.marked() || !changed(span).plus(settle).isAfter(now);
  }
}
