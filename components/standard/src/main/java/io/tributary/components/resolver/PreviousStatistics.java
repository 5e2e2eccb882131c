package io.tributary.components.resolver;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.InputArtifact;
import io.tributary.api.Resolution;
import io.tributary.api.Resolver;
import io.tributary.api.artifact.ExampleStatistics;
import java.util.List;
import java.util.Optional;

/**
 * The statistics with which those of this run are to be compared: of the data before, from the same
 * node. Where examples have spans, these are the newest statistics of the latest span before; where
 * they have none, the newest that were published of other content, so that a run on unchanged data
 * finds the same as the run before. None in a first run.
 *
 * @param current the statistics of this run
 */
public record PreviousStatistics(Channel<ExampleStatistics> current)
    implements Resolver<PreviousStatistics.Outputs> {
  private static final Earlier<ExampleStatistics> STATISTICS =
      new Earlier<>(ExampleStatistics.SPAN);

  /**
   * What is chosen.
   *
   * @param statistics empty when there are none before
   */
  public record Outputs(Channel<ExampleStatistics> statistics) {}

  public PreviousStatistics {
    requireNonNull(current, "current");
  }

  @Override
  public void resolve(Resolution<Outputs> resolution) {
    var previous = resolution.input(Optional.of(current)).flatMap(now -> before(now, resolution));
    resolution.select(Outputs::statistics, previous.map(List::of).orElseGet(List::of));
  }

  private static Optional<InputArtifact<ExampleStatistics>> before(
      InputArtifact<ExampleStatistics> now, Resolution<Outputs> resolution) {
    var others = STATISTICS.others(now, resolution);
    long span = STATISTICS.of(now);
    if (span == 0) {
      return others.filter(other -> !other.digest().equals(now.digest())).findFirst();
    }
    // the newest come first, and of equal ones the first is kept
    return others
        .filter(other -> STATISTICS.of(other) > 0 && STATISTICS.of(other) < span)
        .reduce((kept, next) -> STATISTICS.of(next) > STATISTICS.of(kept) ? next : kept);
  }
}
