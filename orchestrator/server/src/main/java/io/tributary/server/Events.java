package io.tributary.server;

import io.tributary.api.span.FoundSpan;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.api.span.SpanNotFoundException;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what has happened upon which schedules fall due. Not thread-safe. */
final class Events {
  /** How far the clocks of two servers may be apart. */
  static final Duration CLOCKS = Duration.ofDays(1);

  private final MetadataDatabase database;
  private final SpanData data;

  /** Causes that are settled: a tick stays for ever, so that nobody has to ask for it again. */
  private final Map<String, Set<String>> known = new HashMap<>();

  Events(MetadataDatabase database, SpanData data) {
    this.database = database;
    this.data = data;
  }

  /** Forgets schedules that there are no more. */
  void retain(Collection<String> schedules) {
    known.keySet().retainAll(schedules);
  }

  /** What the schedule has not fallen due upon yet, in order; nothing but for events. */
  List<Cause> fresh(Schedule schedule, Instant now) throws IOException {
    boolean over = schedule.end().filter(end -> !now.isBefore(end)).isPresent();
    boolean events =
        schedule.trigger() instanceof Trigger.OnSpan
            || schedule.trigger() instanceof Trigger.OnArtifact;
    if (over || !events) {
      return List.of();
    }
    var before = known.computeIfAbsent(schedule.name(), name -> database.schedules().causes(name));
    if (fresh(schedule, before, now).isEmpty()) {
      return List.of();
    }
    var settled = database.schedules().causes(schedule.name());
    known.put(schedule.name(), settled);
    return fresh(schedule, settled, now);
  }

  private List<Cause> fresh(Schedule schedule, Set<String> settled, Instant now)
      throws IOException {
    if (schedule.trigger() instanceof Trigger.OnSpan event) {
      return spans(event, settled, now);
    } else if (schedule.trigger() instanceof Trigger.OnArtifact event) {
      return database.schedules().arrivals(event, schedule.settled().minus(CLOCKS)).stream()
          .map(arrival -> new Cause("artifact-" + arrival.artifact(), ""))
          .filter(cause -> !settled.contains(cause.name()))
          .toList();
    }
    return List.of();
  }

  private List<Cause> spans(Trigger.OnSpan event, Set<String> settled, Instant now)
      throws IOException {
    var causes = new ArrayList<Cause>();
    try {
      for (var span : data.find(event.pattern()).values()) {
        var cause = new Cause(name(span), ScheduledSpan.of(span.span()).toString());
        if (!settled.contains(cause.name()) && data.isSettled(span, event.settle(), now)) {
          causes.add(cause);
        }
      }
    } catch (SpanNotFoundException e) {
      // Nothing has arrived yet, not even the directory.
      return List.of();
    }
    return causes;
  }

  /** A new version of a span is another arrival. */
  private static String name(FoundSpan span) {
    return "span-" + span.span() + span.version().map(version -> "-v" + version).orElse("");
  }

  /** The next pieces of a back-fill, at most {@code room}. */
  List<Cause> pieces(Schedule schedule, Trigger.Backfill backfill, int room) {
    long first =
        database.schedules().newest(schedule.name(), 1).stream()
            .findFirst()
            .map(tick -> ScheduledSpan.parse(tick.span()).last() + 1)
            .orElse(backfill.first());
    var pieces = new ArrayList<Cause>();
    while (first <= backfill.last() && pieces.size() < room) {
      long last = Math.min(first + backfill.size() - 1, backfill.last());
      pieces.add(
          new Cause(
              first == last ? "span-" + first : "spans-" + first + "-" + last,
              ScheduledSpan.range(first, last).toString()));
      first = last + 1;
    }
    return pieces;
  }
}
