package io.tributary.runner.airflow.client;

import java.time.Instant;
import java.util.Optional;

/** Something that somebody did. */
public record EventLog(
    long eventLogId,
    Instant when,
    Optional<String> dagId,
    Optional<String> taskId,
    Optional<String> runId,
    Optional<Integer> mapIndex,
    Optional<Integer> tryNumber,
    String event,
    Optional<String> owner,
    Optional<String> extra) {}
