package io.tributary.runner.airflow.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The state of a task instance, in Airflow's words. A release may have more than are named here.
 */
public record TaskState(@JsonValue String value) {
  public static final TaskState REMOVED = new TaskState("removed");
  public static final TaskState SCHEDULED = new TaskState("scheduled");
  public static final TaskState QUEUED = new TaskState("queued");
  public static final TaskState RUNNING = new TaskState("running");
  public static final TaskState SUCCESS = new TaskState("success");
  public static final TaskState RESTARTING = new TaskState("restarting");
  public static final TaskState FAILED = new TaskState("failed");
  public static final TaskState UP_FOR_RETRY = new TaskState("up_for_retry");
  public static final TaskState UP_FOR_RESCHEDULE = new TaskState("up_for_reschedule");
  public static final TaskState UPSTREAM_FAILED = new TaskState("upstream_failed");
  public static final TaskState SKIPPED = new TaskState("skipped");
  public static final TaskState DEFERRED = new TaskState("deferred");

  /** For a person; Airflow 3. */
  public static final TaskState AWAITING_INPUT = new TaskState("awaiting_input");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TaskState {
    requireNonNull(value, "value");
  }

  /** Whether the task is over, well or not, and will not be tried again by itself. */
  public boolean isEnd() {
    return equals(SUCCESS)
        || equals(FAILED)
        || equals(UPSTREAM_FAILED)
        || equals(SKIPPED)
        || equals(REMOVED);
  }

  @Override
  public String toString() {
    return value;
  }
}
