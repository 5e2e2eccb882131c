package io.tributary.server;

import static java.util.Objects.requireNonNull;

import io.tributary.core.RunRefusedException;
import io.tributary.core.launcher.ProcessIdentity;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.Lease;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.metadata.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settles what becomes of every time at which a schedule falls due, and sees the runs through that
 * are to be. It has no thread and no clock of its own: whoever drives it calls {@link #next} again
 * and again. Any number of schedulers, in any number of processes, may work on one database.
 *
 * <p>A time is settled in one transaction, together with a mark up to where its schedule is
 * settled; so a clock that jumps back settles nothing twice. What is found later than {@link
 * #ON_TIME} was missed, and follows the schedule's {@link CatchUp}. Ticks that are caught up wait
 * for one another, unless the schedule lets runs overlap.
 *
 * <p>Who runs a tick holds its lease. Not thread-safe.
 */
public final class Scheduler {

  /** How late a time may be found and still count as met. */
  public static final Duration ON_TIME = Duration.ofMinutes(1);

  /**
   * How long a lease lasts without renewal, and so at most how long a dead server is waited for;
   * one of the same machine is not waited for.
   */
  static final Duration TTL = Duration.ofSeconds(60);

  private static final Duration RENEWAL = TTL.dividedBy(3);

  /** How many missed ticks are settled at a time: other writers wait meanwhile. */
  static final int BATCH = 500;

  /** How many runs are started in a step: their leases are renewed in the next one. */
  private static final int LAUNCHES = 10;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final MetadataDatabase database;
  private final Launch launch;
  private final String owner;
  private final ProcessIdentity process = ProcessIdentity.current();
  private final Map<String, Work> works = new LinkedHashMap<>();
  private final Map<Trigger, Times> times = new HashMap<>();
  private final Map<Schedule, Optional<Instant>> due = new HashMap<>();
  private Instant renewed = Instant.MIN;

  /** A tick whose lease is held here. */
  private static final class Work {
    final Lease lease;
    final Optional<Schedule> schedule;
    Tick tick;
    @Nullable Launched launched;

    Work(Lease lease, Tick tick, Optional<Schedule> schedule) {
      this.lease = lease;
      this.tick = tick;
      this.schedule = schedule;
    }

    Optional<Launched.Ending> ending() {
      return launched == null ? Optional.empty() : launched.ending();
    }
  }

  /**
   * @param owner names this scheduler, as nothing else is named; {@link ProcessIdentity#format}
   *     where it has a process of its own, whose death others on the same machine then notice
   */
  public Scheduler(MetadataDatabase database, Launch launch, String owner) {
    this.database = requireNonNull(database, "database");
    this.launch = requireNonNull(launch, "launch");
    this.owner = requireNonNull(owner, "owner");
  }

  /** The id of the run that a schedule is given at a time. */
  public static String runId(String schedule, Instant scheduled) {
    return schedule + "-" + TIME.format(scheduled);
  }

  /**
   * Settles what is due, starts what is to be started, and records what has ended.
   *
   * @param now may be earlier than in the call before
   * @throws MetadataException if nothing can be settled or recorded; the next call makes up for it
   */
  public Step next(Instant now) {
    var changes = new ArrayList<Tick>();
    var schedules = database.schedules().all();
    boolean more = false;
    if (isAnythingToDo(schedules, now)) {
      var pass = database.<Pass, MetadataException>transact(() -> new Pass(now).run());
      pass.lost.forEach(works::remove);
      pass.taken.forEach(work -> works.put(key(work.tick), work));
      if (pass.renews) {
        renewed = now;
      }
      changes.addAll(pass.changes);
      schedules = pass.schedules;
      more = pass.more;
    }
    var failures = launchAll();
    more |= recordAll(changes, now);
    return new Step(changes, more ? Optional.of(now) : due(schedules), failures);
  }

  private boolean isAnythingToDo(List<Schedule> schedules, Instant now) {
    times.keySet().retainAll(schedules.stream().map(Schedule::trigger).toList());
    due.keySet().retainAll(new HashSet<>(schedules));
    return needsRenewal(now)
        || works.values().stream().anyMatch(work -> work.ending().isPresent())
        || due(schedules).filter(time -> !time.isAfter(now)).isPresent()
        || ready(database.schedules().open(), byName(schedules)).stream()
            .anyMatch(
                tick ->
                    !works.containsKey(key(tick))
                        && database.leases().find(key(tick)).filter(this::lives).isEmpty());
  }

  /** A clock that was put back does not keep leases from being renewed. */
  private boolean needsRenewal(Instant now) {
    return !works.isEmpty()
        && (renewed.equals(Instant.MIN)
            || Duration.between(renewed, now).abs().compareTo(RENEWAL) >= 0);
  }

  private Optional<Instant> due(List<Schedule> schedules) {
    return schedules.stream().flatMap(schedule -> due(schedule).stream()).min(Instant::compareTo);
  }

  /** When a schedule falls due next, or has fallen due first. */
  private Optional<Instant> due(Schedule schedule) {
    return due.computeIfAbsent(schedule, unknown -> timetable(unknown).next(unknown.settled()));
  }

  private Timetable timetable(Schedule schedule) {
    return new Timetable(
        times.computeIfAbsent(schedule.trigger(), Times::of), schedule.start(), schedule.end());
  }

  private static Map<String, Schedule> byName(List<Schedule> schedules) {
    var byName = new HashMap<String, Schedule>();
    schedules.forEach(schedule -> byName.put(schedule.name(), schedule));
    return byName;
  }

  /** Of open ticks those that wait for no other one. */
  private static List<Tick> ready(List<Tick> open, Map<String, Schedule> schedules) {
    var busy = new HashSet<String>();
    var ready = new ArrayList<Tick>();
    for (var tick : open) {
      @Nullable Schedule schedule = schedules.get(tick.schedule());
      boolean first = busy.add(tick.schedule());
      if (first || schedule == null || schedule.overlap() == Overlap.ALLOW) {
        ready.add(tick);
      }
    }
    return ready;
  }

  /** Whether the server that holds a lease lives, as far as can be told from here. */
  private boolean lives(Lease lease) {
    return !process.knowsDead(lease.owner());
  }

  private static String key(Tick tick) {
    return "tick/" + tick.schedule() + "/" + tick.scheduled();
  }

  /** What is done in one transaction; nothing of it counts before that is committed. */
  private final class Pass {
    final Instant now;
    final boolean renews;
    final List<Tick> changes = new ArrayList<>();
    final List<Work> taken = new ArrayList<>();
    final List<String> lost = new ArrayList<>();
    List<Schedule> schedules = List.of();
    boolean more;

    Pass(Instant now) {
      this.now = now;
      this.renews = needsRenewal(now);
    }

    Pass run() {
      for (var work : works.values()) {
        keep(work);
      }
      var busy = new HashSet<String>();
      database.schedules().open().forEach(tick -> busy.add(tick.schedule()));
      for (var schedule : database.schedules().all()) {
        settle(schedule, busy.contains(schedule.name()));
      }
      schedules = database.schedules().all();
      take(byName(schedules));
      return this;
    }

    private void keep(Work work) {
      var ending = work.ending();
      if (ending.isPresent()) {
        lost.add(key(work.tick));
        record(work, ending.get(), now).ifPresent(changes::add);
      } else if (renews && !database.leases().renew(work.lease, TTL)) {
        // Its run goes on under a lease of its own; who has this one now records how it ends.
        lost.add(key(work.tick));
      }
    }

    private void settle(Schedule schedule, boolean busy) {
      var first = due(schedule);
      if (first.isEmpty() || first.get().isAfter(now)) {
        return;
      }
      var settlement = new Settlement(schedule, timetable(schedule), now, busy);
      var ticks = settlement.ticks(first.get());
      database.schedules().settle(schedule.name(), ticks, ticks.get(ticks.size() - 1).scheduled());
      changes.addAll(ticks);
      more |= settlement.more();
    }

    private void take(Map<String, Schedule> byName) {
      for (var tick : ready(database.schedules().open(), byName)) {
        if (taken.size() == LAUNCHES) {
          more = true;
          return;
        }
        if (!works.containsKey(key(tick)) || lost.contains(key(tick))) {
          var schedule = Optional.ofNullable(byName.get(tick.schedule()));
          var reason = skipReason(tick, schedule);
          var leases = database.leases();
          leases.find(key(tick)).filter(held -> !lives(held)).ifPresent(leases::release);
          leases
              .acquire(key(tick), owner, TTL)
              .ifPresent(lease -> take(new Work(lease, tick, schedule), reason));
        }
      }
    }

    private void take(Work work, Optional<SkipReason> reason) {
      if (reason.isEmpty()) {
        taken.add(work);
        return;
      }
      var skipped = work.tick.skipped(reason.get(), now);
      database.schedules().put(skipped);
      database.leases().release(work.lease);
      changes.add(skipped);
      // The one behind it may be next.
      more = true;
    }

    /** Why a tick that waits is not run after all; a run that is stored is seen through. */
    private Optional<SkipReason> skipReason(Tick tick, Optional<Schedule> schedule) {
      if (tick.state() != TickState.CLAIMED
          || (schedule.isPresent() && !schedule.get().paused())
          || database.runs().find(tick.runId()).isPresent()) {
        return Optional.empty();
      }
      return Optional.of(schedule.isPresent() ? SkipReason.PAUSED : SkipReason.REMOVED);
    }
  }

  /** Within a transaction: how a run ended, unless another server sees to that by now. */
  private Optional<Tick> record(Work work, Launched.Ending ending, Instant now) {
    if (!database.leases().renew(work.lease, TTL)) {
      return Optional.empty();
    }
    var ended = Optional.of(ending).filter(Launched.Ending::isFinal);
    var tick = ended.map(how -> work.tick.ended(how.message(), now));
    tick.ifPresent(database.schedules()::put);
    database.leases().release(work.lease);
    return tick;
  }

  /** One that fails holds up no other. */
  private List<Throwable> launchAll() {
    var failures = new ArrayList<Throwable>();
    for (var work : List.copyOf(works.values())) {
      if (work.launched == null) {
        try {
          work.launched = launch.launch(work.tick, work.schedule);
        } catch (MetadataException | Error e) {
          failures.add(e);
        } catch (RuntimeException e) {
          boolean busy = e instanceof RunRefusedException refused && refused.isBusy();
          work.launched = new NotLaunched(busy, String.valueOf(e.getMessage()));
        }
      }
    }
    return failures;
  }

  /** A run that was not started, and is to be asked for again only if it is busy. */
  private record NotLaunched(boolean busy, String why) implements Launched {
    @Override
    public Optional<Ending> ending() {
      return Optional.of(new Ending(!busy, "not started: " + why));
    }

    @Override
    public void cancel() {}

    @Override
    public void await() {}
  }

  /** Records what has been started, or has ended by now; whether that has made way for others. */
  private boolean recordAll(List<Tick> changes, Instant now) {
    var news =
        works.values().stream()
            .filter(
                work ->
                    work.ending().isPresent()
                        || (work.launched != null && work.tick.state() == TickState.CLAIMED))
            .toList();
    if (news.isEmpty()) {
      return false;
    }
    var ended = new ArrayList<Work>();
    var started = new LinkedHashMap<Work, Tick>();
    var stored =
        database.<List<Tick>, MetadataException>transact(
            () -> {
              var recorded = new ArrayList<Tick>();
              for (var work : news) {
                var ending = work.ending();
                if (ending.isPresent()) {
                  ended.add(work);
                  record(work, ending.get(), now).ifPresent(recorded::add);
                } else if (database.leases().renew(work.lease, TTL)) {
                  started.put(work, work.tick.started(now));
                  database.schedules().put(work.tick.started(now));
                  recorded.add(work.tick.started(now));
                } else {
                  ended.add(work);
                }
              }
              return recorded;
            });
    started.forEach((work, tick) -> work.tick = tick);
    ended.forEach(work -> works.remove(key(work.tick)));
    changes.addAll(stored);
    return stored.stream().anyMatch(tick -> tick.state() == TickState.ENDED);
  }

  /**
   * Stops the runs that are under way, and gives back their ticks, so that another scheduler goes
   * on with them.
   *
   * @return the ticks whose run has come to its end all the same
   */
  public List<Tick> stop(Instant now) throws InterruptedException {
    var last = List.copyOf(works.values());
    for (var work : last) {
      if (work.launched != null) {
        work.launched.cancel();
      }
    }
    for (var work : last) {
      if (work.launched != null) {
        work.launched.await();
      }
    }
    works.clear();
    return last.isEmpty()
        ? List.of()
        : database.<List<Tick>, MetadataException>transact(
            () -> last.stream().flatMap(work -> giveBack(work, now).stream()).toList());
  }

  private Optional<Tick> giveBack(Work work, Instant now) {
    var ending = work.ending();
    if (ending.isPresent()) {
      return record(work, ending.get(), now);
    }
    database.leases().release(work.lease);
    return Optional.empty();
  }
}
