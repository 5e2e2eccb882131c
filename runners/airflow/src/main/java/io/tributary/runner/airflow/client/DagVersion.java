package io.tributary.runner.airflow.client;

import java.time.Instant;
import java.util.Optional;

/** A shape that a DAG has, or had: Airflow 3 counts a new one when a changed file has run. */
public record DagVersion(
    String id,
    int versionNumber,
    String dagId,
    Optional<String> bundleName,
    Optional<String> bundleVersion,
    Instant createdAt,
    Optional<String> bundleUrl) {}
