package io.tributary.runner.airflow.client;

import java.time.Instant;

/** Something in a DAG that will not do, such as a pool that is not there. */
public record DagWarning(String dagId, String warningType, String message, Instant timestamp) {}
