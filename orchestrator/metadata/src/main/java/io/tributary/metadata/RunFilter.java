package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Which runs are asked for.
 *
 * @param pipeline only those of this pipeline
 * @param state only those in this state
 * @param before only those older than the run of this id, to go on after it
 */
public record RunFilter(
    Optional<String> pipeline, Optional<RunState> state, Optional<String> before) {

  /** Lets every run pass. */
  public static final RunFilter ALL =
      new RunFilter(Optional.empty(), Optional.empty(), Optional.empty());

  /** Checks that nothing is missing. */
  public RunFilter {
    requireNonNull(pipeline, "pipeline");
    requireNonNull(state, "state");
    requireNonNull(before, "before");
  }
}
