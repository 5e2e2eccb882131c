package io.tributary.server;

import io.tributary.api.span.FoundSpan;
import io.tributary.api.span.SpanNotFoundException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Files of spans that a test lets come, whatever the pattern. Not thread-safe. */
final class FakeSpans implements SpanData {
  private final TreeMap<Long, FoundSpan> spans = new TreeMap<>();
  private final TreeMap<Long, Instant> changed = new TreeMap<>();

  /** Brings the files of a span, or changes them. */
  void come(long span, String time) {
    come(span, Instant.parse(time));
  }

  void come(long span, Instant time) {
    put(span, Optional.empty(), false);
    changed.put(span, time);
  }

  /** Brings a version of a span, which has long been there. */
  void comeAs(long span, long version) {
    put(span, Optional.of(version), false);
    changed.put(span, Instant.EPOCH);
  }

  /** Says that a span is complete. */
  void mark(long span) {
    put(span, Optional.empty(), true);
  }

  private void put(long span, Optional<Long> version, boolean marked) {
    spans.put(span, new FoundSpan(span, version, List.of(Path.of("/in/" + span + ".csv")), marked));
  }

  @Override
  public NavigableMap<Long, FoundSpan> find(String pattern) throws SpanNotFoundException {
    return new TreeMap<>(spans);
  }

  @Override
  public Instant changed(FoundSpan span) {
    return changed.get(span.span());
  }
}
