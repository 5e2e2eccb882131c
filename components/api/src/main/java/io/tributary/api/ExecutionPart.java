package io.tributary.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A part of an execution that is worth an entry of its own in the metadata store, such as a trial
 * of a search.
 *
 * @param type the type under which it is stored: {@code Trial}
 * @param name unique among the parts of its node and type in a run
 * @param failure why it failed; empty if it succeeded
 * @param properties what else is to be known of it: Long, Double, String or Boolean, by name
 */
public record ExecutionPart(
    String type,
    String name,
    Instant started,
    Instant ended,
    Optional<String> failure,
    Map<String, Object> properties) {
  public ExecutionPart {
    requireNonNull(type, "type");
    requireNonNull(name, "name");
    requireNonNull(started, "started");
    requireNonNull(ended, "ended");
    requireNonNull(failure, "failure");
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    properties.forEach(
        (key, value) -> {
          if (!(value instanceof Long
              || value instanceof Double
              || value instanceof String
              || value instanceof Boolean)) {
            throw new IllegalArgumentException(
                "property '"
                    + key
                    + "': "
                    + value.getClass().getName()
                    + " (expected: Long, Double, String or Boolean); convert it");
          }
        });
  }
}
