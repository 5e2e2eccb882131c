package io.tributary.components.resolver;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Resolution;
import io.tributary.api.Resolver;
import io.tributary.api.artifact.ExampleStatistics;
import java.util.List;
import java.util.Optional;

/**
 * The statistics of the spans before that of this run, as far as a window reaches back: the newest
 * of each span, from the same node, in the order of the spans. Spans of which nothing was published
 * are passed over. None where examples have no spans.
 *
 * @param current the statistics of this run
 * @param spans how many spans the window has, that of this run among them; at least 2
 */
public record EarlierStatistics(Channel<ExampleStatistics> current, int spans)
    implements Resolver<EarlierStatistics.Outputs> {
  private static final Earlier<ExampleStatistics> STATISTICS =
      new Earlier<>(ExampleStatistics.SPAN);

  /**
   * What is chosen.
   *
   * @param statistics of the earlier spans
   */
  public record Outputs(Channel<ExampleStatistics> statistics) {}

  public EarlierStatistics {
    requireNonNull(current, "current");
    Earlier.requireWindow(spans);
  }

  @Override
  public void resolve(Resolution<Outputs> resolution) {
    resolution.select(
        Outputs::statistics,
        resolution
            .input(Optional.of(current))
            .map(now -> STATISTICS.window(now, spans, resolution))
            .orElseGet(List::of));
  }
}
