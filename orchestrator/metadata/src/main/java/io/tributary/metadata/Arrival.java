package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

/**
 * An artifact that a complete run has made.
 *
 * @param artifact its id
 * @param run id of the run
 */
public record Arrival(long artifact, String run) {
  public Arrival {
    requireNonNull(run, "run");
  }
}
