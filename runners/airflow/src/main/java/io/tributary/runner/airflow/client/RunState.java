package io.tributary.runner.airflow.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The state of a run, in Airflow's words. A release may have more than are named here. */
public record RunState(@JsonValue String value) {
  public static final RunState QUEUED = new RunState("queued");
  public static final RunState RUNNING = new RunState("running");
  public static final RunState SUCCESS = new RunState("success");
  public static final RunState FAILED = new RunState("failed");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RunState {
    requireNonNull(value, "value");
  }

  /** Whether it is over, well or not. */
  public boolean isEnd() {
    return equals(SUCCESS) || equals(FAILED);
  }

  @Override
  public String toString() {
    return value;
  }
}
