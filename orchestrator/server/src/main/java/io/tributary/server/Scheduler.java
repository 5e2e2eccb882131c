package io.tributary.server;

import static java.util.Objects.requireNonNull;

import io.tributary.core.launcher.ProcessIdentity;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.Lease;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.RunState;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.metadata.Trigger;
import java.io.IOException;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settles what becomes of every time and every cause upon which a schedule falls due, and of every
 * piece of a back-fill, and sees the runs through that are to be. It has no thread and no clock of
 * its own: whoever drives it calls {@link #next} again and again. Any number of schedulers, in any
 * number of processes, may work on one database.
 *
 * <p>A time is settled in one transaction, together with a mark up to where its schedule is
 * settled; so a clock that jumps back settles nothing twice. What is found later than {@link
 * #ON_TIME} was missed, and follows the schedule's {@link CatchUp}. Ticks that are caught up wait
 * for one another, unless the schedule lets runs overlap. A cause is settled by a tick that carries
 * its name, of which there is one at most.
 *
 * <p>Who runs a tick holds its lease. Not thread-safe.
 */
public final class Scheduler {

  /** How late a time may be found and still count as met. */
  public static final Duration ON_TIME = Duration.ofMinutes(1);

  /** How many missed ticks, or pieces, are settled at a time: other writers wait meanwhile. */
  static final int BATCH = 500;

  /** How often files and other pipelines are looked at. */
  static final Duration LOOK = Duration.ofSeconds(10);

  /** How often the runs of a back-fill are looked at: the next ones wait for them. */
  private static final Duration POLL = Duration.ofMillis(250);

  /** How many runs are started in a step: their leases are renewed in the next one. */
  private static final int LAUNCHES = 10;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final MetadataDatabase database;
  private final String owner;
  private final ProcessIdentity process = ProcessIdentity.current();
  private final Optional<String> only;
  private final Events events;
  private final DataWatch watch;
  private final HeldTicks held;
  private final DueTimes due = new DueTimes();
  private final Map<String, String> told = new HashMap<>();
  private final Set<Schedule> exhausted = new HashSet<>();
  private Instant looked = Instant.MIN;

  /**
   * @param owner names this scheduler, as nothing else is named; {@link ProcessIdentity#format}
   *     where it has a process of its own, whose death others on the same machine then notice
   */
  public Scheduler(MetadataDatabase database, Launch launch, String owner) {
    this(database, launch, owner, SpanData.FILES, Optional.empty());
  }

  /**
   * @param data tells which spans are there
   */
  Scheduler(MetadataDatabase database, Launch launch, String owner, SpanData data) {
    this(database, launch, owner, data, Optional.empty());
  }

  private Scheduler(
      MetadataDatabase database,
      Launch launch,
      String owner,
      SpanData data,
      Optional<String> only) {
    this.database = requireNonNull(database, "database");
    this.held = new HeldTicks(database, requireNonNull(launch, "launch"));
    this.owner = requireNonNull(owner, "owner");
    this.only = only;
    this.events = new Events(database, data);
    this.watch = new DataWatch(data);
  }

  /** One that works on a single back-fill, or schedule, and leaves all others alone. */
  public static Scheduler only(
      String schedule, MetadataDatabase database, Launch launch, String owner) {
    return new Scheduler(database, launch, owner, SpanData.FILES, Optional.of(schedule));
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
    var failures = new ArrayList<Throwable>();
    var schedules = schedules();
    var open = open();
    var fresh = look(schedules, open, now, failures);
    boolean more = false;
    if (isAnythingToDo(schedules, open, fresh, now)) {
      var pass = database.<Pass, MetadataException>transact(() -> new Pass(now, fresh).run());
      held.replace(pass.lost, pass.taken);
      if (pass.renews) {
        held.renewed(now);
      }
      exhausted.addAll(pass.emptied);
      pass.broken.forEach(this::leaveAlone);
      changes.addAll(pass.changes);
      schedules = pass.schedules;
      more = pass.more;
    }
    failures.addAll(held.launch());
    more |= held.record(changes, now);
    failures.addAll(due.failures());
    return new Step(changes, more ? Optional.of(now) : again(schedules, now), failures);
  }

  private List<Schedule> schedules() {
    return database.schedules().all().stream().filter(one -> isMine(one.name())).toList();
  }

  private List<Tick> open() {
    return database.schedules().open().stream().filter(tick -> isMine(tick.schedule())).toList();
  }

  private boolean isMine(String schedule) {
    return only.isEmpty() || only.get().equals(schedule);
  }

  /**
   * Looks at files, and at what other pipelines have made: outside of the transaction, since disks
   * may be slow.
   *
   * @return by schedule, what it falls due upon by now
   */
  private Map<String, List<Cause>> look(
      List<Schedule> schedules, List<Tick> open, Instant now, List<Throwable> failures) {
    var byName = byName(schedules);
    events.retain(byName.keySet());
    told.keySet().retainAll(byName.keySet());
    exhausted.retainAll(new HashSet<>(schedules));
    var fresh = new HashMap<String, List<Cause>>();
    boolean again =
        looked.equals(Instant.MIN) || Duration.between(looked, now).abs().compareTo(LOOK) >= 0;
    if (again) {
      looked = now;
      for (var schedule : schedules) {
        try {
          var causes = events.fresh(schedule, now);
          if (!causes.isEmpty()) {
            fresh.put(schedule.name(), causes);
          }
          told.remove(schedule.name());
        } catch (MetadataException e) {
          throw e;
        } catch (IOException | RuntimeException e) {
          if (!e.toString().equals(told.put(schedule.name(), e.toString()))) {
            failures.add(ScheduleFailure.of(schedule, e));
          }
        }
      }
    }
    watch.look(ready(open, byName), byName, again, now);
    return fresh;
  }

  /** As long as a schedule is as it is, it cannot be settled; that holds up no other. */
  private void leaveAlone(Schedule schedule, RuntimeException e) {
    due.leaveAlone(schedule, e);
    exhausted.add(schedule);
  }

  private boolean isAnythingToDo(
      List<Schedule> schedules, List<Tick> open, Map<String, List<Cause>> fresh, Instant now) {
    due.retain(schedules);
    var byName = byName(schedules);
    return !fresh.isEmpty()
        || held.needRenewal(now)
        || held.all().stream().anyMatch(tick -> tick.ending().isPresent())
        || schedules.stream().anyMatch(schedule -> due.isDue(schedule, now))
        || schedules.stream().anyMatch(schedule -> room(schedule, open) > 0)
        || ready(open, byName).stream()
            .filter(tick -> isNews(tick, Optional.ofNullable(byName.get(tick.schedule())), now))
            .anyMatch(
                tick ->
                    !held.has(tick)
                        && database
                            .leases()
                            .find(HeldTick.key(tick))
                            .filter(this::lives)
                            .isEmpty());
  }

  /** Whether a tick that waits for its data does not go on to do so. */
  private boolean isNews(Tick tick, Optional<Schedule> schedule, Instant now) {
    return schedule.filter(Schedule::paused).isPresent()
        || !watch.held(tick, schedule, now).equals(Optional.of(tick));
  }

  /** How many more pieces of a back-fill may be begun at a time; 0 of another schedule. */
  private int room(Schedule schedule, List<Tick> open) {
    if (!(schedule.trigger() instanceof Trigger.Backfill backfill)
        || schedule.paused()
        || exhausted.contains(schedule)) {
      return 0;
    }
    long busy = open.stream().filter(tick -> tick.schedule().equals(schedule.name())).count();
    return (int) Math.max(0, Math.min(BATCH, backfill.limit() - busy));
  }

  /** When there may be something to do next. */
  private Optional<Instant> again(List<Schedule> schedules, Instant now) {
    var times = new ArrayList<Instant>();
    due.earliest(schedules).ifPresent(times::add);
    watch.deadline(now).ifPresent(times::add);
    if (watch.isWaiting() || schedules.stream().anyMatch(schedule -> isEvent(schedule.trigger()))) {
      times.add(now.plus(LOOK));
    }
    if (held.all().stream().anyMatch(HeldTick::isPiece)) {
      times.add(now.plus(POLL));
    }
    return times.stream().min(Instant::compareTo);
  }

  private static boolean isEvent(Trigger trigger) {
    return trigger instanceof Trigger.OnSpan || trigger instanceof Trigger.OnArtifact;
  }

  private static Map<String, Schedule> byName(List<Schedule> schedules) {
    var byName = new HashMap<String, Schedule>();
    schedules.forEach(schedule -> byName.put(schedule.name(), schedule));
    return byName;
  }

  /** Of open ticks those that wait for no other one. */
  private static List<Tick> ready(List<Tick> open, Map<String, Schedule> schedules) {
    var busy = new HashMap<String, Integer>();
    var ready = new ArrayList<Tick>();
    for (var tick : open) {
      @Nullable Schedule schedule = schedules.get(tick.schedule());
      int before = busy.merge(tick.schedule(), 1, Integer::sum) - 1;
      if (schedule == null || before < width(schedule)) {
        ready.add(tick);
      }
    }
    return ready;
  }

  /** Whether the server that holds a lease lives, as far as can be told from here. */
  private boolean lives(Lease lease) {
    return !process.knowsDead(lease.owner());
  }

  /** How many runs of a schedule may be under way. */
  private static int width(Schedule schedule) {
    if (schedule.trigger() instanceof Trigger.Backfill backfill) {
      return backfill.limit();
    }
    return schedule.overlap() == Overlap.ALLOW ? Integer.MAX_VALUE : 1;
  }

  /** What is done in one transaction; nothing of it counts before that is committed. */
  private final class Pass {
    final Instant now;
    final Map<String, List<Cause>> fresh;
    final boolean renews;
    final List<Schedule> emptied = new ArrayList<>();
    final Map<Schedule, RuntimeException> broken = new LinkedHashMap<>();
    final List<Tick> changes = new ArrayList<>();
    final List<HeldTick> taken = new ArrayList<>();
    final List<String> lost = new ArrayList<>();
    List<Schedule> schedules = List.of();
    boolean more;

    Pass(Instant now, Map<String, List<Cause>> fresh) {
      this.now = now;
      this.fresh = fresh;
      this.renews = held.needRenewal(now);
    }

    Pass run() {
      held.all().forEach(this::keep);
      var open = open();
      var busy = new HashSet<String>();
      open.forEach(tick -> busy.add(tick.schedule()));
      for (var schedule : schedules()) {
        if (due.isDue(schedule, now)
            || fresh.containsKey(schedule.name())
            || room(schedule, open) > 0) {
          settleAlone(schedule, open, busy.contains(schedule.name()));
        }
      }
      schedules = schedules();
      take(byName(schedules));
      return this;
    }

    private void keep(HeldTick tick) {
      var ending = tick.ending();
      if (ending.isPresent()) {
        lost.add(tick.key());
        held.record(tick, ending.get(), now).ifPresent(changes::add);
      } else if (renews && !held.renew(tick)) {
        // Its run goes on under a lease of its own; who has this one now records how it ends.
        lost.add(tick.key());
      }
    }

    /** What one schedule fails of is undone alone. */
    private void settleAlone(Schedule schedule, List<Tick> open, boolean busy) {
      int before = changes.size();
      try {
        database.<Boolean, MetadataException>transact(
            () -> {
              settle(schedule, busy);
              settle(schedule, causes(schedule, open));
              return true;
            });
      } catch (MetadataException e) {
        throw e;
      } catch (RuntimeException e) {
        changes.subList(before, changes.size()).clear();
        broken.put(schedule, e);
      }
    }

    private void settle(Schedule schedule, boolean busy) {
      if (!due.isDue(schedule, now)) {
        return;
      }
      var settlement = new Settlement(schedule, due.timetable(schedule), now, busy);
      var ticks = settlement.ticks(due.of(schedule).orElseThrow());
      database.schedules().settle(schedule.name(), ticks, ticks.get(ticks.size() - 1).scheduled());
      changes.addAll(ticks);
      more |= settlement.more();
    }

    /** What a schedule falls due upon; somebody else may have settled that meanwhile. */
    private List<Cause> causes(Schedule schedule, List<Tick> open) {
      if (schedule.trigger() instanceof Trigger.Backfill backfill) {
        int room = room(schedule, open);
        var pieces = room == 0 ? List.<Cause>of() : events.pieces(schedule, backfill, room);
        if (pieces.size() < room) {
          emptied.add(schedule);
        }
        return pieces;
      }
      var causes = fresh.getOrDefault(schedule.name(), List.of());
      if (causes.isEmpty()) {
        return causes;
      }
      var settled = database.schedules().causes(schedule.name());
      return causes.stream().filter(cause -> !settled.contains(cause.name())).toList();
    }

    private void settle(Schedule schedule, List<Cause> causes) {
      if (!causes.isEmpty()) {
        var reason =
            schedule.paused() ? Optional.of(SkipReason.PAUSED) : Optional.<SkipReason>empty();
        var ticks = Cause.ticks(schedule, causes, reason, now);
        var last = ticks.get(ticks.size() - 1).scheduled();
        database.schedules().settle(schedule.name(), ticks, last);
        changes.addAll(ticks);
      }
    }

    private void take(Map<String, Schedule> byName) {
      for (var tick : ready(open(), byName)) {
        if (taken.size() == LAUNCHES) {
          more = true;
          return;
        }
        if (!held.has(tick) || lost.contains(HeldTick.key(tick))) {
          var schedule = Optional.ofNullable(byName.get(tick.schedule()));
          var instead = instead(tick, schedule);
          if (!instead.equals(Optional.of(tick))) {
            acquire(HeldTick.key(tick))
                .ifPresent(lease -> take(new HeldTick(lease, tick, schedule), instead));
          }
        }
      }
    }

    private Optional<Lease> acquire(String key) {
      var leases = database.leases();
      leases.find(key).filter(held -> !lives(held)).ifPresent(leases::release);
      return leases.acquire(key, owner, HeldTicks.TTL);
    }

    private void take(HeldTick tick, Optional<Tick> instead) {
      if (instead.isEmpty()) {
        taken.add(tick);
        return;
      }
      database.schedules().put(instead.get());
      database.leases().release(tick.lease());
      changes.add(instead.get());
      // The one behind it may be next.
      more |= !instead.get().state().open();
    }

    /** What becomes of a tick that is not started now, the same again to leave it; else empty. */
    private Optional<Tick> instead(Tick tick, Optional<Schedule> schedule) {
      if (!tick.state().unstarted() || isStored(tick)) {
        // A run that is stored is seen through.
        return Optional.empty();
      }
      if (schedule.isEmpty() || schedule.get().paused()) {
        return Optional.of(
            tick.skipped(schedule.isPresent() ? SkipReason.PAUSED : SkipReason.REMOVED, now));
      }
      var held = watch.held(tick, schedule, now);
      // One that was claimed in this very transaction is looked after in the next step.
      more |= held.equals(Optional.of(tick)) && tick.state() == TickState.CLAIMED;
      return held;
    }

    /** Whether there is a run already; one that is to be retried is over. */
    private boolean isStored(Tick tick) {
      return database
          .runs()
          .find(tick.runId())
          .filter(run -> tick.state() != TickState.RETRIED || run.state() == RunState.RUNNING)
          .isPresent();
    }
  }

  /**
   * Stops the runs that are under way, and gives back their ticks, so that another scheduler goes
   * on with them.
   *
   * @return the ticks whose run has come to its end all the same
   */
  public List<Tick> stop(Instant now) throws InterruptedException {
    return held.stop(now);
  }
}
