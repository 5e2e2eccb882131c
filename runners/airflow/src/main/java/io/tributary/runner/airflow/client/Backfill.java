package io.tributary.runner.airflow.client;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Runs for the past that Airflow 3 makes by itself. */
public record Backfill(
    long id,
    String dagId,
    Instant fromDate,
    Instant toDate,
    Map<String, Object> dagRunConf,
    boolean isPaused,
    String reprocessBehavior,
    int maxActiveRuns,
    Instant createdAt,
    Optional<Instant> completedAt,
    Instant updatedAt) {}
