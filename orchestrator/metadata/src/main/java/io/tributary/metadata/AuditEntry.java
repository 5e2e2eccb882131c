package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Who changed what, or tried to.
 *
 * @param id its place in the log; 0 before it is stored
 * @param time when
 * @param actor who: the name of a token, or {@code cli:} and the name of a user of the machine
 * @param action what was asked for, such as {@code schedule.pause}
 * @param subject what it was about: the name of a schedule, the id of a run
 * @param outcome what came of it
 * @param message what was given along, or why it was refused
 */
public record AuditEntry(
    long id,
    Instant time,
    String actor,
    String action,
    String subject,
    Outcome outcome,
    String message) {

  /** What came of an attempt at a change. */
  public enum Outcome {
    /** It was made. */
    DONE,
    /** It was not allowed, or not possible. */
    REFUSED,
    /** It broke off; whether anything was changed, the message may tell. */
    FAILED
  }

  /** Checks that nothing is missing. */
  public AuditEntry {
    requireNonNull(time, "time");
    if (actor.isEmpty()) {
      throw new IllegalArgumentException("AuditEntry.actor: '' (expected: a name); say who it was");
    }
    if (action.isEmpty()) {
      throw new IllegalArgumentException(
          "AuditEntry.action: '' (expected: a name); say what was asked for");
    }
    requireNonNull(subject, "subject");
    requireNonNull(outcome, "outcome");
    requireNonNull(message, "message");
  }

  /** One that is not stored yet. */
  public static AuditEntry of(
      Instant time, String actor, String action, String subject, Outcome outcome, String message) {
    return new AuditEntry(0, time, actor, action, subject, outcome, message);
  }
}
