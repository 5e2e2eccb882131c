package io.tributary.runner.airflow.client;

import java.time.Instant;
import java.util.Optional;

/**
 * Why the DAGs of a file could not be read.
 *
 * @param bundleName where the file comes from, on Airflow 3
 */
public record ImportError(
    long importErrorId,
    Instant timestamp,
    String filename,
    String stackTrace,
    Optional<String> bundleName) {}
