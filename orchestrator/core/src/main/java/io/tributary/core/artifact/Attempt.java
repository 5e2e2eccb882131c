package io.tributary.core.artifact;

import static java.util.Objects.requireNonNull;

/**
 * One attempt at running a node; what it writes is staged under its name.
 *
 * @param number 1, 2, ...; grows over all attempts of the node in the run, resumptions included
 */
public record Attempt(String runId, String nodeId, int number) {
  public Attempt {
    requireNonNull(runId, "runId");
    requireNonNull(nodeId, "nodeId");
    if (number < 1) {
      throw new IllegalArgumentException(
          "attempt: " + number + " (expected: >= 1); count attempts from 1");
    }
  }

  /** {@code run/node/number}. */
  @Override
  public String toString() {
    return runId + "/" + nodeId + "/" + number;
  }
}
