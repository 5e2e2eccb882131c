package io.tributary.runner.airflow.client;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a DAG says of itself beside {@link Dag}.
 *
 * @param lastParsed when Airflow last parsed it
 * @param params the parameters of its runs, with their defaults, as Airflow writes them
 * @param latestDagVersion on Airflow 3
 */
public record DagDetails(
    String dagId,
    boolean catchup,
    Optional<Instant> startDate,
    Optional<Instant> endDate,
    Optional<String> timezone,
    Optional<String> docMd,
    Optional<Instant> lastParsed,
    Optional<Boolean> isPausedUponCreation,
    Map<String, Object> params,
    Optional<DagVersion> latestDagVersion) {}
