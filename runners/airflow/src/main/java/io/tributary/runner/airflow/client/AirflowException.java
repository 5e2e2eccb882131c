package io.tributary.runner.airflow.client;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A request to Airflow that failed. The message says where, what, what was expected, what to do.
 */
public final class AirflowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Reason {
    /** No connection could be made: nothing was asked. */
    UNREACHABLE,
    /** The connection broke before the answer was complete. */
    LOST,
    /** The answer did not come in time. */
    TIMEOUT,
    /** The server does not know who asks: 401, or 403 for who gave no valid name. */
    UNAUTHENTICATED,
    /** Who asks may not do this. */
    FORBIDDEN,
    /** What the request names is not there. */
    NOT_FOUND,
    /** What the request would create is there already, or something that excludes it. */
    CONFLICT,
    /** The request can never succeed as it is. */
    INVALID,
    /** The server is too busy: 429. */
    BUSY,
    /** The server, or a proxy before it, is out of order: 5xx. */
    SERVER,
    /** This version of Airflow does not have it. */
    UNSUPPORTED,
    /** The answer is larger than allowed. */
    TOO_LARGE,
    /** The answer is not what Airflow's specification says. */
    UNREADABLE
  }

  private final Reason reason;
  private final Explanation explanation;
  private final int status;
  private final boolean mayBeDone;

  AirflowException(
      Reason reason,
      Explanation explanation,
      int status,
      boolean mayBeDone,
      @Nullable Throwable cause) {
    super(explanation.toString(), cause);
    this.reason = requireNonNull(reason, "reason");
    this.explanation = explanation;
    this.status = status;
    this.mayBeDone = mayBeDone;
  }

  /** A failure for which no server has to be asked. */
  static AirflowException of(Reason reason, Explanation explanation) {
    return new AirflowException(reason, explanation, 0, false, null);
  }

  /** What kind of failure it is. */
  public Reason reason() {
    return reason;
  }

  /** What the message says, in its parts. */
  public Explanation explanation() {
    return explanation;
  }

  /** The status of the answer; empty if none came. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /**
   * Whether the server may have done what it was asked for, because an answer was lost: look before
   * you ask again. False where it has certainly not.
   */
  public boolean mayBeDone() {
    return mayBeDone;
  }
}
