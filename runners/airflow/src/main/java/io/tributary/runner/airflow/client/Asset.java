package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data that tasks make and that starts DAGs. Airflow 2 calls it a dataset, and knows neither name
 * nor group.
 *
 * @param scheduledDags those that it starts
 */
public record Asset(
    long id,
    Optional<String> name,
    String uri,
    Optional<String> group,
    Map<String, Object> extra,
    Instant createdAt,
    Instant updatedAt,
    @JsonAlias("consuming_dags") List<ScheduledDag> scheduledDags,
    List<ProducingTask> producingTasks) {

  /** A DAG that it starts. */
  public record ScheduledDag(String dagId, Instant createdAt, Instant updatedAt) {}

  /** A task that makes it. */
  public record ProducingTask(String dagId, String taskId, Instant createdAt, Instant updatedAt) {}
}
