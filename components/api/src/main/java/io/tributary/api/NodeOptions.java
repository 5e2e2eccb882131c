package io.tributary.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a node is run, as opposed to what it does. None of it is part of the cache key.
 *
 * @param id unique in the pipeline; empty: the simple name of the record class
 * @param maxRetries attempts after the first that failed; default 0
 * @param retryBackoff pause before the first retry, doubled before each further one; default one
 *     second
 * @param timeout after which an attempt is interrupted and counts as failed; empty: no limit
 * @param cached whether outputs of an equal earlier execution may be reused; default true
 */
public record NodeOptions(
    Optional<String> id,
    int maxRetries,
    Duration retryBackoff,
    Optional<Duration> timeout,
    boolean cached) {

  public static final NodeOptions DEFAULT =
      new NodeOptions(Optional.empty(), 0, Duration.ofSeconds(1), Optional.empty(), true);

  public NodeOptions {
    requireNonNull(id, "id");
    requireNonNull(retryBackoff, "retryBackoff");
    requireNonNull(timeout, "timeout");
  }

  /** The defaults, under an id of the author's choice. */
  public static NodeOptions id(String id) {
    return DEFAULT.withId(id);
  }

  public NodeOptions withId(String newId) {
    return new NodeOptions(Optional.of(newId), maxRetries, retryBackoff, timeout, cached);
  }

  public NodeOptions withRetries(int newMaxRetries, Duration newBackoff) {
    return new NodeOptions(id, newMaxRetries, newBackoff, timeout, cached);
  }

  public NodeOptions withTimeout(Duration newTimeout) {
    return new NodeOptions(id, maxRetries, retryBackoff, Optional.of(newTimeout), cached);
  }

  public NodeOptions withoutCache() {
    return new NodeOptions(id, maxRetries, retryBackoff, timeout, false);
  }
}
