package io.tributary.runner.airflow.client;

import java.util.Optional;

/**
 * The text of a DAG's file.
 *
 * @param versionNumber of which version, on Airflow 3
 */
public record DagSource(Optional<String> content, Optional<Integer> versionNumber) {}
