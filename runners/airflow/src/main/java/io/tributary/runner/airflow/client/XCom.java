package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import java.util.Optional;

/**
 * A value that one task has left for others.
 *
 * @param runId on Airflow 3
 * @param value as JSON gives it: text, number, boolean, List or Map; empty in lists, and if it is
 *     null
 */
public record XCom(
    String key,
    Instant timestamp,
    @JsonAlias("execution_date") Optional<Instant> logicalDate,
    int mapIndex,
    String taskId,
    String dagId,
    Optional<String> runId,
    Optional<Object> value) {}
