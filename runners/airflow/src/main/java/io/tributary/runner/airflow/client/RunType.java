package io.tributary.runner.airflow.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What started a run, in Airflow's words. A release may have more than are named here. */
public record RunType(@JsonValue String value) {
  public static final RunType BACKFILL = new RunType("backfill");
  public static final RunType SCHEDULED = new RunType("scheduled");
  public static final RunType MANUAL = new RunType("manual");

  /** By another DAG; Airflow 3. */
  public static final RunType OPERATOR_TRIGGERED = new RunType("operator_triggered");

  /** By an asset; Airflow 3. */
  public static final RunType ASSET_TRIGGERED = new RunType("asset_triggered");

  /** To make an asset; Airflow 3. */
  public static final RunType ASSET_MATERIALIZATION = new RunType("asset_materialization");

  /** By an asset; Airflow 2. */
  public static final RunType DATASET_TRIGGERED = new RunType("dataset_triggered");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RunType {
    requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value;
  }
}
