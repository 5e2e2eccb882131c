package io.tributary.server;

import io.tributary.metadata.Lease;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import io.tributary.metadata.Trigger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tick whose lease is held here, and its run from when it is started. Not thread-safe. */
final class HeldTick {
  private final Lease lease;
  private final Optional<Schedule> schedule;
  private Tick tick;
  private @Nullable Launched launched;

  HeldTick(Lease lease, Tick tick, Optional<Schedule> schedule) {
    this.lease = lease;
    this.tick = tick;
    this.schedule = schedule;
  }

  /** Names the lease of a tick. */
  static String key(Tick tick) {
    return "tick/" + tick.schedule() + "/" + tick.scheduled();
  }

  String key() {
    return key(tick);
  }

  Lease lease() {
    return lease;
  }

  Tick tick() {
    return tick;
  }

  /** Empty if it has been removed meanwhile. */
  Optional<Schedule> schedule() {
    return schedule;
  }

  /** Empty before it is started. */
  Optional<Launched> launched() {
    return Optional.ofNullable(launched);
  }

  Optional<Launched.Ending> ending() {
    return launched().flatMap(Launched::ending);
  }

  /** Whether its run is under way, and nobody has recorded that. */
  boolean isNewlyStarted() {
    return launched != null && tick.state().unstarted();
  }

  /** Whether it is one of a back-fill. */
  boolean isPiece() {
    return schedule.filter(one -> one.trigger() instanceof Trigger.Backfill).isPresent();
  }

  void launched(Launched run) {
    launched = run;
  }

  /** Notes what the database has of it now. */
  void stored(Tick now) {
    tick = now;
  }
}
