package io.tributary.runner.airflow.client;

import java.time.Instant;
import java.util.Optional;

/**
 * One try of a task instance, the last one or one before.
 *
 * @param duration in seconds
 */
public record TaskTry(
    String taskId,
    String dagId,
    String dagRunId,
    int mapIndex,
    Optional<Instant> startDate,
    Optional<Instant> endDate,
    Optional<Double> duration,
    Optional<TaskState> state,
    int tryNumber,
    int maxTries,
    Optional<String> hostname,
    Optional<String> operator,
    Optional<Instant> queuedWhen,
    Optional<Long> pid) {}
