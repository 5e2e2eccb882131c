package io.tributary.server;

import io.tributary.core.RunRefusedException;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ticks whose leases a scheduler holds: starts their runs, and records how these end. Not
 * thread-safe.
 */
final class HeldTicks {
  /**
   * How long a lease lasts without renewal, and so at most how long a dead server is waited for;
   * one of the same machine is not waited for.
   */
  static final Duration TTL = Duration.ofSeconds(60);

  private static final Duration RENEWAL = TTL.dividedBy(3);

  private final MetadataDatabase database;
  private final Launch launch;
  private final Map<String, HeldTick> held = new LinkedHashMap<>();
  private Instant renewed = Instant.MIN;

  HeldTicks(MetadataDatabase database, Launch launch) {
    this.database = database;
    this.launch = launch;
  }

  /** In the order in which they were taken. */
  Collection<HeldTick> all() {
    return held.values();
  }

  boolean has(Tick tick) {
    return held.containsKey(HeldTick.key(tick));
  }

  /** Once that is committed: these are held no longer, by their keys, and those are. */
  void replace(List<String> lost, List<HeldTick> taken) {
    lost.forEach(held::remove);
    taken.forEach(tick -> held.put(tick.key(), tick));
  }

  /** A clock that was put back does not keep leases from being renewed. */
  boolean needRenewal(Instant now) {
    return !held.isEmpty()
        && (renewed.equals(Instant.MIN)
            || Duration.between(renewed, now).abs().compareTo(RENEWAL) >= 0);
  }

  /** Notes that the leases were renewed. */
  void renewed(Instant now) {
    renewed = now;
  }

  /** Whether the lease of a tick is held still, and renewed. */
  boolean renew(HeldTick tick) {
    return database.leases().renew(tick.lease(), TTL);
  }

  /** Within a transaction: how a run ended, unless another server sees to that by now. */
  Optional<Tick> record(HeldTick tick, Launched.Ending ending, Instant now) {
    if (!renew(tick)) {
      return Optional.empty();
    }
    var ended =
        Optional.of(ending)
            .filter(Launched.Ending::isFinal)
            .map(
                how ->
                    how.outcome() == Launched.Outcome.COMPLETE
                        ? tick.tick().ended(how.message(), now)
                        : tick.tick().failed(how.message(), now));
    ended.ifPresent(database.schedules()::put);
    database.leases().release(tick.lease());
    return ended;
  }

  /** Starts what is not started yet. What fails holds up nothing else. */
  List<Throwable> launch() {
    var failures = new ArrayList<Throwable>();
    for (var tick : List.copyOf(held.values())) {
      if (tick.launched().isEmpty()) {
        launch(tick, failures);
      }
    }
    return failures;
  }

  private void launch(HeldTick tick, List<Throwable> failures) {
    try {
      tick.launched(launch.launch(tick.tick(), tick.schedule()));
    } catch (OutOfMemoryError e) {
      failures.add(e);
    } catch (MetadataException e) {
      if (mayMend(e.code())) {
        failures.add(e);
      } else {
        tick.launched(new NotLaunched(false, String.valueOf(e.getMessage())));
      }
    } catch (RuntimeException e) {
      boolean busy = e instanceof RunRefusedException refused && refused.isBusy();
      tick.launched(new NotLaunched(busy, String.valueOf(e.getMessage())));
    } catch (Error e) {
      // Code of the pipeline that its jars lack or break.
      tick.launched(new NotLaunched(false, e.toString()));
    }
  }

  /** Whether what the database says now may be otherwise in the next step. */
  private static boolean mayMend(MetadataException.Code code) {
    return switch (code) {
      case UNAVAILABLE, ABORTED, RESOURCE_EXHAUSTED, PERMISSION_DENIED, FAILED_PRECONDITION -> true;
      case INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          DATA_LOSS ->
          false;
    };
  }

  /**
   * Records what has been started, or has ended by now.
   *
   * @param changes gets the ticks as they are then
   * @return whether that has made way for others
   */
  boolean record(List<Tick> changes, Instant now) {
    var news =
        held.values().stream()
            .filter(tick -> tick.ending().isPresent() || tick.isNewlyStarted())
            .toList();
    if (news.isEmpty()) {
      return false;
    }
    var ended = new ArrayList<HeldTick>();
    var started = new LinkedHashMap<HeldTick, Tick>();
    var stored =
        database.<List<Tick>, MetadataException>transact(
            () -> {
              var recorded = new ArrayList<Tick>();
              for (var tick : news) {
                var ending = tick.ending();
                if (ending.isPresent()) {
                  ended.add(tick);
                  record(tick, ending.get(), now).ifPresent(recorded::add);
                } else if (renew(tick)) {
                  var running = tick.tick().started(now);
                  started.put(tick, running);
                  database.schedules().put(running);
                  recorded.add(running);
                } else {
                  ended.add(tick);
                }
              }
              return recorded;
            });
    started.forEach(HeldTick::stored);
    ended.forEach(tick -> held.remove(tick.key()));
    changes.addAll(stored);
    return stored.stream().anyMatch(tick -> !tick.state().open());
  }

  /**
   * Stops the runs that are under way, and gives back their ticks.
   *
   * @return the ticks whose run has come to its end all the same
   */
  List<Tick> stop(Instant now) throws InterruptedException {
    var last = List.copyOf(held.values());
    for (var tick : last) {
      tick.launched().ifPresent(Launched::cancel);
    }
    for (var tick : last) {
      if (tick.launched().isPresent()) {
        tick.launched().get().await();
      }
    }
    held.clear();
    return last.isEmpty()
        ? List.of()
        : database.<List<Tick>, MetadataException>transact(
            () -> last.stream().flatMap(tick -> giveBack(tick, now).stream()).toList());
  }

  private Optional<Tick> giveBack(HeldTick tick, Instant now) {
    var ending = tick.ending();
    if (ending.isPresent()) {
      return record(tick, ending.get(), now);
    }
    database.leases().release(tick.lease());
    return Optional.empty();
  }
}
