package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One time at which a schedule fell due, and what became of it; or several that followed one
 * another and were skipped together.
 *
 * @param schedule name of the schedule
 * @param scheduled when it fell due; of several the last; unique within the schedule
 * @param since of several the first; else the same
 * @param state how far it is
 * @param runId id of its run; empty if it is skipped
 * @param reason why it is skipped, if it is
 * @param message how it ended; empty before
 * @param changed when it came into this state
 */
public record Tick(
    String schedule,
    Instant scheduled,
    Instant since,
    TickState state,
    String runId,
    Optional<SkipReason> reason,
    String message,
    Instant changed) {

  /** Checks that what belongs together is there together. */
  public Tick {
    if (schedule.isEmpty()) {
      throw new IllegalArgumentException("Tick.schedule: '' (expected: a name); name the schedule");
    }
    requireNonNull(message, "message");
    requireNonNull(changed, "changed");
    boolean skipped = state == TickState.SKIPPED;
    if (skipped != runId.isEmpty() || skipped != reason.isPresent()) {
      throw new IllegalArgumentException(
          "Tick "
              + scheduled
              + " of "
              + schedule
              + ": "
              + state
              + " with run '"
              + runId
              + "' and reason "
              + reason
              + " (expected: a run, or a reason to skip it); give the one that its state asks for");
    }
    if (since.isAfter(scheduled) || (!skipped && !since.equals(scheduled))) {
      throw new IllegalArgumentException(
          "Tick.since: "
              + since
              + " (expected: "
              + scheduled
              + ", or earlier where several are skipped together); correct it");
    }
  }

  /** A tick that is to be run. */
  public static Tick claimed(String schedule, Instant scheduled, String runId, Instant now) {
    return new Tick(
        schedule, scheduled, scheduled, TickState.CLAIMED, runId, Optional.empty(), "", now);
  }

  /** Ticks from {@code since} to {@code last} that are not run. */
  public static Tick skipped(
      String schedule, Instant since, Instant last, SkipReason reason, Instant now) {
    return new Tick(schedule, last, since, TickState.SKIPPED, "", Optional.of(reason), "", now);
  }

  /** The same tick, whose run is stored. */
  public Tick started(Instant now) {
    return new Tick(
        schedule, scheduled, since, TickState.STARTED, runId, Optional.empty(), "", now);
  }

  /** The same tick, at its end. */
  public Tick ended(String how, Instant now) {
    return new Tick(schedule, scheduled, since, TickState.ENDED, runId, Optional.empty(), how, now);
  }

  /** The same tick, which is not run after all. */
  public Tick skipped(SkipReason why, Instant now) {
    return skipped(schedule, since, scheduled, why, now);
  }
}
