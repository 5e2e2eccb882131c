package io.tributary.server;

import io.tributary.api.span.FoundSpan;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.api.span.SpanNotFoundException;
import io.tributary.api.span.SpanPattern;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.SpanPlan;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the data is there of the spans that ticks are about, as it was when it was looked at
 * last. Not thread-safe.
 */
final class DataWatch {
  private final SpanData data;

  /** Of ticks that need data; those that were looked at in this step. */
  private final Map<String, Seen> seen = new HashMap<>();

  /** Of ticks that need data, and are not started. */
  private final Map<String, Instant> waiting = new HashMap<>();

  private record Seen(SpanPlan.Data wanted, Optional<String> missing) {}

  DataWatch(SpanData data) {
    this.data = data;
  }

  /**
   * Looks after the data of ticks that wait for no other one.
   *
   * @param all whether to look also after those that are known to wait, before their deadline
   */
  void look(List<Tick> ready, Map<String, Schedule> schedules, boolean all, Instant now) {
    seen.clear();
    waiting.clear();
    var found = new HashMap<String, NavigableMap<Long, FoundSpan>>();
    for (var tick : ready) {
      var wanted = wanted(tick, Optional.ofNullable(schedules.get(tick.schedule())));
      if (wanted.isPresent()) {
        var deadline = tick.scheduled().plus(wanted.get().patience());
        boolean passed = !now.isBefore(deadline);
        waiting.put(HeldTick.key(tick), deadline);
        if (all || passed || tick.state() != TickState.WAITING) {
          var missing = missing(tick, wanted.get(), found, now);
          seen.put(HeldTick.key(tick), new Seen(wanted.get(), missing));
        }
      }
    }
  }

  private static Optional<SpanPlan.Data> wanted(Tick tick, Optional<Schedule> schedule) {
    return tick.state().unstarted()
        ? schedule.flatMap(Schedule::spans).flatMap(SpanPlan::data)
        : Optional.empty();
  }

  /** What is missing, in words. */
  private Optional<String> missing(
      Tick tick,
      SpanPlan.Data wanted,
      Map<String, NavigableMap<Long, FoundSpan>> found,
      Instant now) {
    try {
      var span = ScheduledSpan.parse(tick.span());
      var spans = found.get(wanted.pattern());
      if (spans == null) {
        spans = find(wanted);
        found.put(wanted.pattern(), spans);
      }
      var there = spans.get(span.first());
      if (there == null) {
        return Optional.of("no file " + SpanPattern.of(wanted.pattern()).fill(span.first()));
      }
      return data.isSettled(there, wanted.settle(), now)
          ? Optional.empty()
          : Optional.of(
              there.files().get(0) + " or another file of span " + span + " has just changed");
    } catch (IOException | RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private NavigableMap<Long, FoundSpan> find(SpanPlan.Data wanted) throws IOException {
    try {
      return data.find(wanted.pattern());
    } catch (SpanNotFoundException e) {
      return new TreeMap<>();
    }
  }

  /**
   * What becomes of a tick that cannot be started for want of data, the same again if that is not
   * known yet or nothing has changed; empty if it can be started.
   */
  Optional<Tick> held(Tick tick, Optional<Schedule> schedule, Instant now) {
    var wanted = wanted(tick, schedule);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    var known = seen.get(HeldTick.key(tick));
    if (known == null) {
      return Optional.of(tick);
    }
    return known.missing().map(missing -> late(tick, known.wanted(), missing, now));
  }

  private static Tick late(Tick tick, SpanPlan.Data wanted, String missing, Instant now) {
    return switch (wanted.late()) {
      case SKIP -> tick.skipped(SkipReason.LATE, now);
      case FAIL -> tick.failed("span " + tick.span() + " is late: " + missing, now);
      case WAIT -> {
        var deadline = tick.scheduled().plus(wanted.patience());
        if (!now.isBefore(deadline)) {
          yield tick.failed(
              "span " + tick.span() + " was not there by " + deadline + ": " + missing, now);
        }
        var message = "waits until " + deadline + " for span " + tick.span() + ": " + missing;
        yield tick.state() == TickState.WAITING && tick.message().equals(message)
            ? tick
            : tick.waiting(message, now);
      }
    };
  }

  /** Whether a tick waits for its data. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** When the next one of those that wait has waited long enough. */
  Optional<Instant> deadline(Instant now) {
    return waiting.values().stream().filter(time -> time.isAfter(now)).min(Instant::compareTo);
  }
}
