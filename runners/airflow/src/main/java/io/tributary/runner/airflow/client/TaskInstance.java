package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A task of a run.
 *
 * @param id on Airflow 3
 * @param mapIndex -1 if the task is not mapped
 * @param duration in seconds
 * @param state empty until the scheduler has looked at it
 * @param tryNumber of the last try; 0 before the first
 * @param maxTries how many tries there may be at most beside the first
 * @param renderedFields the templates of the task, filled in
 * @param dagVersion on Airflow 3
 */
public record TaskInstance(
    Optional<String> id,
    String taskId,
    String dagId,
    String dagRunId,
    int mapIndex,
    @JsonAlias("execution_date") Optional<Instant> logicalDate,
    Optional<Instant> startDate,
    Optional<Instant> endDate,
    Optional<Double> duration,
    Optional<TaskState> state,
    int tryNumber,
    int maxTries,
    String taskDisplayName,
    Optional<String> hostname,
    String pool,
    int poolSlots,
    Optional<String> queue,
    Optional<Integer> priorityWeight,
    Optional<String> operator,
    Optional<Instant> queuedWhen,
    Optional<Long> pid,
    Optional<String> executor,
    Optional<String> note,
    Optional<String> renderedMapIndex,
    Map<String, Object> renderedFields,
    Optional<DagVersion> dagVersion) {

  /** Which one it is. */
  public TaskKey key() {
    return new TaskKey(dagId, dagRunId, taskId, mapIndex);
  }
}
