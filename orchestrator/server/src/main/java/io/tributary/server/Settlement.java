package io.tributary.server;

import io.tributary.api.span.ScheduledSpan;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.Tick;
import io.tributary.metadata.Trigger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of the times at which a schedule has fallen due. */
final class Settlement {
  private final Schedule schedule;
  private final Timetable table;
  private final Instant now;
  private final List<Tick> ticks = new ArrayList<>();
  private boolean busy;
  private boolean more;

  /**
   * @param busy whether a tick of the schedule has not ended
   */
  Settlement(Schedule schedule, Timetable table, Instant now, boolean busy) {
    this.schedule = schedule;
    this.table = table;
    this.now = now;
    this.busy = busy;
  }

  /** Whether there are more times than could be settled at a time. */
  boolean more() {
    return more;
  }

  /**
   * Ticks for all times until now, or for the first ones of very many.
   *
   * @param first the first time that is not settled; not after now
   */
  List<Tick> ticks(Instant first) {
    if (schedule.paused()) {
      skip(first, table.last(first, now), SkipReason.PAUSED);
      return ticks;
    }
    var onTime = now.minus(Scheduler.ON_TIME);
    var next = Optional.of(first);
    if (first.isBefore(onTime)) {
      next = schedule.catchUp() == CatchUp.ALL ? catchUp(first, onTime) : pass(first, onTime);
    }
    while (next.isPresent() && !next.get().isAfter(now) && !more) {
      if (busy && schedule.overlap() == Overlap.SKIP) {
        skip(next.get(), next.get(), SkipReason.OVERLAP);
      } else {
        claim(next.get());
      }
      next = table.next(next.get());
    }
    return ticks;
  }

  private Optional<Instant> catchUp(Instant first, Instant onTime) {
    var next = Optional.of(first);
    while (next.isPresent() && next.get().isBefore(onTime)) {
      if (ticks.size() == Scheduler.BATCH) {
        more = true;
        return next;
      }
      claim(next.get());
      next = table.next(next.get());
    }
    return next;
  }

  private Optional<Instant> pass(Instant first, Instant onTime) {
    var last = table.last(first, onTime.minusNanos(1));
    var next = table.next(last);
    boolean replaced = next.isPresent() && !next.get().isAfter(now);
    if (schedule.catchUp() == CatchUp.NONE || replaced) {
      skip(first, last, SkipReason.CATCH_UP);
    } else {
      if (first.isBefore(last)) {
        skip(first, table.last(first, last.minusNanos(1)), SkipReason.CATCH_UP);
      }
      claim(last);
    }
    return next;
  }

  private void claim(Instant time) {
    busy = true;
    var tick = Tick.claimed(schedule.name(), time, Scheduler.runId(schedule.name(), time), now);
    ticks.add(
        schedule
            .spans()
            .map(plan -> tick.withSpan(ScheduledSpan.of(plan.span(time, zone())).toString()))
            .orElse(tick));
  }

  private ZoneId zone() {
    return schedule.trigger() instanceof Trigger.Cron cron ? cron.zone() : ZoneOffset.UTC;
  }

  private void skip(Instant since, Instant last, SkipReason reason) {
    ticks.add(Tick.skipped(schedule.name(), since, last, reason, now));
  }
}
