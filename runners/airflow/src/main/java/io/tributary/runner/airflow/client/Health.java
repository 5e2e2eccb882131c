package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import java.util.Optional;

/** How the parts of an Airflow are. */
public record Health(
    Part metadatabase, Part scheduler, Part triggerer, Optional<Part> dagProcessor) {

  /**
   * One part.
   *
   * @param status {@code healthy} or {@code unhealthy}; empty if this Airflow runs without it
   * @param latestHeartbeat when it was last heard of
   */
  public record Part(
      Optional<String> status,
      @JsonAlias({
            "latest_scheduler_heartbeat",
            "latest_triggerer_heartbeat",
            "latest_dag_processor_heartbeat"
          })
          Optional<Instant> latestHeartbeat) {

    /** Whether it runs, and says that it is well. */
    public boolean isHealthy() {
      return status.filter("healthy"::equals).isPresent();
    }
  }

  /** Whether database and scheduler, without which nothing runs, are healthy. */
  public boolean isHealthy() {
    return metadatabase.isHealthy() && scheduler.isHealthy();
  }
}
