package io.tributary.runner.airflow.client;

import java.util.List;
import java.util.Optional;

/** A task of a DAG. */
public record DagTask(
    String taskId,
    Optional<String> taskDisplayName,
    Optional<String> operatorName,
    Optional<String> owner,
    Optional<String> triggerRule,
    Optional<String> pool,
    Optional<Double> retries,
    Optional<Boolean> isMapped,
    List<String> downstreamTaskIds) {}
