package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody said that an asset is new.
 *
 * @param createdDagruns the runs that it started, or helped to
 */
public record AssetEvent(
    @JsonAlias("dataset_id") long assetId,
    @JsonAlias("dataset_uri") Optional<String> uri,
    Map<String, Object> extra,
    Optional<String> sourceDagId,
    Optional<String> sourceTaskId,
    Optional<String> sourceRunId,
    Optional<Integer> sourceMapIndex,
    List<StartedRun> createdDagruns,
    Instant timestamp) {

  /** A run that it started. */
  public record StartedRun(String runId, String dagId, RunState state) {}
}
