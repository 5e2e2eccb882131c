package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A line of a task's log. Airflow 2 tells none of its parts apart: all of it is the event.
 *
 * @param event the message
 * @param fields what else there is, {@code error_detail} of an exception among it
 */
public record LogLine(
    Optional<Instant> timestamp,
    Optional<String> level,
    Optional<String> logger,
    String event,
    @JsonAnySetter Map<String, Object> fields) {

  static LogLine of(String text) {
    return new LogLine(Optional.empty(), Optional.empty(), Optional.empty(), text, Map.of());
  }
}
