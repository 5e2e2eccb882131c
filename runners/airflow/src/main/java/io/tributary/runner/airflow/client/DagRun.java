package io.tributary.runner.airflow.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a DAG.
 *
 * @param logicalDate the time that the run stands for; on Airflow 3 a run may be without
 * @param queuedAt on Airflow 3
 * @param duration in seconds, when it has ended; on Airflow 3
 * @param runAfter when it may start; on Airflow 3
 * @param triggeredBy what asked for it, {@code rest_api}; on Airflow 3
 * @param triggeringUserName who asked for it; on Airflow 3
 * @param dagVersions of which its tasks are; on Airflow 3
 */
public record DagRun(
    String dagRunId,
    String dagId,
    Optional<Instant> logicalDate,
    Optional<Instant> queuedAt,
    Optional<Instant> startDate,
    Optional<Instant> endDate,
    Optional<Double> duration,
    Optional<Instant> dataIntervalStart,
    Optional<Instant> dataIntervalEnd,
    Optional<Instant> runAfter,
    Optional<Instant> lastSchedulingDecision,
    RunType runType,
    RunState state,
    Optional<String> triggeredBy,
    Optional<String> triggeringUserName,
    Map<String, Object> conf,
    Optional<String> note,
    List<DagVersion> dagVersions) {}
