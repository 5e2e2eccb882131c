package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One time at which a schedule fell due, or one cause upon which it did, and what became of it; or
 * several times that followed one another and were skipped together.
 *
 * @param schedule name of the schedule
 * @param scheduled when it fell due; of several the last; unique within the schedule
 * @param since of several the first; else the same
 * @param state how far it is
 * @param runId id of its run; empty if it is skipped
 * @param reason why it is skipped, if it is
 * @param message how it ended, or what it waits for; else empty
 * @param changed when it came into this state
 * @param span the spans that its run is about, as one word; empty where it is about none
 * @param cause what it fell due upon, if that was not the time: unique within the schedule; else
 *     empty
 */
public record Tick(
    String schedule,
    Instant scheduled,
    Instant since,
    TickState state,
    String runId,
    Optional<SkipReason> reason,
    String message,
    Instant changed,
    String span,
    String cause) {

  /** Checks that what belongs together is there together. */
  public Tick {
    if (schedule.isEmpty()) {
      throw new IllegalArgumentException("Tick.schedule: '' (expected: a name); name the schedule");
    }
    requireNonNull(message, "message");
    requireNonNull(changed, "changed");
    requireNonNull(span, "span");
    requireNonNull(cause, "cause");
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
        schedule,
        scheduled,
        scheduled,
        TickState.CLAIMED,
        runId,
        Optional.empty(),
        "",
        now,
        "",
        "");
  }

  /** Ticks from {@code since} to {@code last} that are not run. */
  public static Tick skipped(
      String schedule, Instant since, Instant last, SkipReason reason, Instant now) {
    return new Tick(
        schedule, last, since, TickState.SKIPPED, "", Optional.of(reason), "", now, "", "");
  }

  /** The same tick, about spans. */
  public Tick withSpan(String newSpan) {
    return new Tick(
        schedule, scheduled, since, state, runId, reason, message, changed, newSpan, cause);
  }

  /** The same tick, which has fallen due upon something. */
  public Tick withCause(String newCause) {
    return new Tick(
        schedule, scheduled, since, state, runId, reason, message, changed, span, newCause);
  }

  /** The same tick, whose data is not there yet. */
  public Tick waiting(String missing, Instant now) {
    return in(TickState.WAITING, missing, now);
  }

  /** The same tick, whose run is stored. */
  public Tick started(Instant now) {
    return in(TickState.STARTED, "", now);
  }

  /** The same tick, whose run is complete. */
  public Tick ended(String how, Instant now) {
    return in(TickState.ENDED, how, now);
  }

  /** The same tick, whose run has not come to a good end, or to none at all. */
  public Tick failed(String how, Instant now) {
    return in(TickState.FAILED, how, now);
  }

  private Tick in(TickState newState, String newMessage, Instant now) {
    return new Tick(
        schedule,
        scheduled,
        since,
        newState,
        runId,
        Optional.empty(),
        newMessage,
        now,
        span,
        cause);
  }

  /** The same tick, which is not run after all. */
  public Tick skipped(SkipReason why, Instant now) {
    return new Tick(
        schedule, scheduled, since, TickState.SKIPPED, "", Optional.of(why), "", now, span, cause);
  }
}
