package io.tributary.components.validator;

import static java.util.Objects.requireNonNull;

import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.util.Optional;

/**
 * Statistics of other datasets that the examples are compared with, where the schema has
 * comparators.
 *
 * @param previous of the span before: drift
 * @param serving of the requests that are served: skew
 * @param previousVersion of the version before of the same span: number of examples
 */
public record ControlStatistics(
    Optional<DatasetFeatureStatistics> previous,
    Optional<DatasetFeatureStatistics> serving,
    Optional<DatasetFeatureStatistics> previousVersion) {
  /** No comparison. */
  public static final ControlStatistics NONE =
      new ControlStatistics(Optional.empty(), Optional.empty(), Optional.empty());

  public ControlStatistics {
    requireNonNull(previous, "previous");
    requireNonNull(serving, "serving");
    requireNonNull(previousVersion, "previousVersion");
  }

  /** A copy with statistics of the span before. */
  public ControlStatistics withPrevious(DatasetFeatureStatistics other) {
    return new ControlStatistics(Optional.of(other), serving, previousVersion);
  }

  /** A copy with statistics of what is served. */
  public ControlStatistics withServing(DatasetFeatureStatistics other) {
    return new ControlStatistics(previous, Optional.of(other), previousVersion);
  }

  /** A copy with statistics of the version before. */
  public ControlStatistics withPreviousVersion(DatasetFeatureStatistics other) {
    return new ControlStatistics(previous, serving, Optional.of(other));
  }
}
