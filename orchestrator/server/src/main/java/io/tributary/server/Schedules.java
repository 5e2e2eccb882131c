package io.tributary.server;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.api.span.SpanPattern;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.SpanPlan;
import io.tributary.metadata.Tick;
import io.tributary.metadata.Trigger;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The schedules of a database, as people change them, whether or not a server works on it.
 * Thread-safe; every method throws {@link MetadataException}, NOT_FOUND for a schedule that there
 * is not.
 */
public final class Schedules {
  private final MetadataDatabase database;
  private final Clock clock;
  private final SpanData data;

  public Schedules(MetadataDatabase database, Clock clock) {
    this(database, clock, SpanData.FILES);
  }

  /**
   * @param data tells which spans are there
   */
  Schedules(MetadataDatabase database, Clock clock, SpanData data) {
    this.database = requireNonNull(database, "database");
    this.clock = requireNonNull(clock, "clock");
    this.data = requireNonNull(data, "data");
  }

  /**
   * Adds a schedule. If it has a start in the past, what it would have fallen due at since then was
   * missed; if it falls due upon events, so was what is there by now.
   *
   * @throws IllegalArgumentException if its line of cron or a pattern cannot be understood, the
   *     files of the pattern cannot be looked at, or it never falls due
   * @throws MetadataException ALREADY_EXISTS if there is one of this name
   */
  public Schedule add(Schedule schedule) {
    schedule.spans().flatMap(SpanPlan::data).ifPresent(wanted -> SpanPattern.of(wanted.pattern()));
    if (schedule.trigger() instanceof Trigger.Timed) {
      requireTimes(schedule);
      return database.schedules().create(schedule);
    }
    var found = there(schedule);
    return database.<Schedule, MetadataException>transact(
        () -> {
          var added = database.schedules().create(schedule);
          var there = unsettled(added, found);
          int run =
              switch (schedule.catchUp()) {
                case ALL -> there.size();
                case LATEST -> Math.min(1, there.size());
                case NONE -> 0;
              };
          skip(added, there.subList(0, there.size() - run), SkipReason.CATCH_UP);
          return find(schedule.name());
        });
  }

  /**
   * Checks that a schedule by time falls due at all.
   *
   * @throws IllegalArgumentException if its line of cron cannot be understood, or it never falls
   *     due
   */
  public static void requireTimes(Schedule schedule) {
    if (Timetable.of(schedule).next(schedule.settled()).isEmpty()) {
      throw new IllegalArgumentException(never(schedule).toString());
    }
  }

  /** What is there already: looked for outside of a transaction, since disks may be slow. */
  private List<Cause> there(Schedule schedule) {
    try {
      return new Events(database, data).fresh(schedule, clock.instant());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          new Explanation(
                  "schedule '" + schedule.name() + "'",
                  e.toString(),
                  "files that can be looked at",
                  "see that they can be read from here, or correct the pattern")
              .toString(),
          e);
    }
  }

  /** Somebody else may have settled some of it meanwhile. */
  private List<Cause> unsettled(Schedule schedule, List<Cause> causes) {
    if (causes.isEmpty()) {
      return causes;
    }
    var settled = database.schedules().causes(schedule.name());
    return causes.stream().filter(cause -> !settled.contains(cause.name())).toList();
  }

  private void skip(Schedule schedule, List<Cause> causes, SkipReason reason) {
    if (!causes.isEmpty()) {
      var ticks = Cause.ticks(schedule, causes, Optional.of(reason), clock.instant());
      database.schedules().settle(schedule.name(), ticks, ticks.get(ticks.size() - 1).scheduled());
    }
  }

  private static Explanation never(Schedule schedule) {
    var where = "schedule '" + schedule.name() + "'";
    boolean ever = Times.of(schedule.trigger()).next(schedule.settled()).isPresent();
    if (ever) {
      return new Explanation(
          where,
          "never falls due before its end, " + schedule.end().orElseThrow(),
          "one time at least between start and end",
          "choose a later end");
    }
    var trigger =
        schedule.trigger() instanceof Trigger.Cron cron
            ? "cron '" + cron.expression() + "'"
            : schedule.trigger().toString();
    return new Explanation(
        where,
        trigger + " never falls due: no month that it names has such a day",
        "one time at least",
        "correct day and month");
  }

  /** All schedules, by name. */
  public List<Schedule> all() {
    return database.schedules().all().stream().filter(one -> !isBackfill(one)).toList();
  }

  private static boolean isBackfill(Schedule schedule) {
    return schedule.trigger() instanceof Trigger.Backfill;
  }

  /** The schedule of this name. */
  public Schedule find(String name) {
    return database
        .schedules()
        .find(name)
        .filter(one -> !isBackfill(one))
        .orElseThrow(
            () ->
                new MetadataException(
                    MetadataException.Code.NOT_FOUND,
                    new Explanation(
                            "schedule",
                            "'" + name + "'",
                            "one of " + all().stream().map(Schedule::name).toList(),
                            "name one of these, or add it")
                        .toString()));
  }

  /**
   * Pauses a schedule: until it is resumed nothing is started, and what falls due, or waits for its
   * turn, is skipped. Runs under way go on.
   */
  public Schedule pause(String name) {
    find(name);
    return database.schedules().setPaused(name, true);
  }

  /**
   * Lets a paused schedule go on with the next time, or event, that is to come.
   *
   * @throws IllegalArgumentException if the files upon which it falls due cannot be looked at
   */
  public Schedule resume(String name) {
    var paused = find(name);
    var found = paused.paused() ? there(paused) : List.<Cause>of();
    return database.<Schedule, MetadataException>transact(
        () -> {
          var schedule = find(name);
          var now = clock.instant();
          var table = Timetable.of(schedule);
          var first = table.next(schedule.settled());
          if (schedule.paused() && first.isPresent() && !first.get().isAfter(now)) {
            var last = table.last(first.get(), now);
            database
                .schedules()
                .settle(
                    name,
                    List.of(Tick.skipped(name, first.get(), last, SkipReason.PAUSED, now)),
                    last);
          }
          if (schedule.paused()) {
            skip(schedule, unsettled(schedule, found), SkipReason.PAUSED);
          }
          return database.schedules().setPaused(name, false);
        });
  }

  /** Removes a schedule. Runs under way go on. */
  public void remove(String name) {
    find(name);
    database.schedules().remove(name);
  }

  /**
   * The next times at which a schedule falls due, paused or not; none of one that falls due upon
   * events.
   *
   * @param count at most so many
   */
  public List<Instant> next(Schedule schedule, int count) {
    var now = clock.instant();
    var table = Timetable.of(schedule);
    var times = new ArrayList<Instant>();
    var after = schedule.settled().isAfter(now) ? schedule.settled() : now;
    for (var next = table.next(after);
        next.isPresent() && times.size() < count;
        next = table.next(next.get())) {
      times.add(next.get());
    }
    return times;
  }
}
