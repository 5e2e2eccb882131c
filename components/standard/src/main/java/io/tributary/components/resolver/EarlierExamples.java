package io.tributary.components.resolver;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Resolution;
import io.tributary.api.Resolver;
import io.tributary.api.artifact.Examples;
import java.util.List;
import java.util.Optional;

/**
 * The examples of the spans before that of this run, as far as a window reaches back: the newest of
 * each span, from the same node, in the order of the spans. Spans of which nothing was published
 * are passed over. None where examples have no spans.
 *
 * @param current the examples of this run
 * @param spans how many spans the window has, that of this run among them; at least 2
 */
public record EarlierExamples(Channel<Examples> current, int spans)
    implements Resolver<EarlierExamples.Outputs> {
  private static final Earlier<Examples> EXAMPLES = new Earlier<>(Examples.SPAN);

  /**
   * What is chosen.
   *
   * @param examples the examples of the earlier spans
   */
  public record Outputs(Channel<Examples> examples) {}

  public EarlierExamples {
    requireNonNull(current, "current");
    Earlier.requireWindow(spans);
  }

  @Override
  public void resolve(Resolution<Outputs> resolution) {
    resolution.select(
        Outputs::examples,
        resolution
            .input(Optional.of(current))
            .map(now -> EXAMPLES.window(now, spans, resolution))
            .orElseGet(List::of));
  }
}
