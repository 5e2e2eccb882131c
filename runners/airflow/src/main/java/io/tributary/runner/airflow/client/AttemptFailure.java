package io.tributary.runner.airflow.client;

import io.tributary.api.Explanation;
import io.tributary.runner.airflow.client.AirflowException.Reason;
import java.time.Duration;
import java.util.Optional;

/** Why one attempt failed. */
final class AttemptFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String value;
  private final String expected;
  private final String remedy;
  private int status;
  private boolean temporary;
  private boolean mayBeDone;
  private transient Optional<Duration> asked = Optional.empty();

  AttemptFailure(Reason reason, String value, String expected, String remedy) {
    super(value);
    this.reason = reason;
    this.value = value;
    this.expected = expected;
    this.remedy = remedy;
  }

  /** Another attempt may succeed. */
  AttemptFailure temporary() {
    temporary = true;
    return this;
  }

  /** The server may have done what it was asked for. */
  AttemptFailure mayBeDone() {
    mayBeDone = true;
    return this;
  }

  /** The server says when. */
  AttemptFailure asked(Optional<Duration> delay) {
    asked = delay;
    return this;
  }

  AttemptFailure status(int number) {
    status = number;
    return this;
  }

  AttemptFailure causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  /**
   * As the caller sees it.
   *
   * @param lost whether an earlier attempt may have done it
   */
  AirflowException exception(String where, boolean lost, int attempts) {
    var times = attempts == 1 ? "" : ", at attempt " + attempts;
    var wait = asked.map(delay -> ", to be asked again in " + delay.toSeconds() + " s").orElse("");
    return new AirflowException(
        reason,
        new Explanation(where, value + times + wait, expected, remedy),
        status,
        lost || mayBeDone,
        getCause());
  }

  boolean isTemporary() {
    return temporary;
  }

  /** Whether the server may have done what it was asked for. */
  boolean isMaybeDone() {
    return mayBeDone;
  }

  /** After how long the server wants to be asked again. */
  Optional<Duration> askedDelay() {
    return asked;
  }
}
