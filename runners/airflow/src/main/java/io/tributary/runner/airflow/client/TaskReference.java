package io.tributary.runner.airflow.client;

import java.util.Optional;

/**
 * A task instance that an operation has touched, or would.
 *
 * @param mapIndex on Airflow 3
 */
public record TaskReference(
    String dagId, String dagRunId, String taskId, Optional<Integer> mapIndex) {}
