package io.tributary.components.resolver;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Resolution;
import io.tributary.api.Resolver;
import io.tributary.api.artifact.TransformCache;
import java.util.List;
import java.util.Optional;

/**
 * What analyzers have gathered of the spans before that of this run, as far as a window reaches
 * back: the newest of each span, from the same node, in the order of the spans. Spans of which
 * nothing was published are passed over. None where examples have no spans.
 *
 * @param current what was gathered of the examples of this run
 * @param spans how many spans the window has, that of this run among them; at least 2
 */
public record EarlierTransformCaches(Channel<TransformCache> current, int spans)
    implements Resolver<EarlierTransformCaches.Outputs> {
  private static final Earlier<TransformCache> CACHES = new Earlier<>(TransformCache.SPAN);

  /**
   * What is chosen.
   *
   * @param caches what was gathered of the earlier spans
   */
  public record Outputs(Channel<TransformCache> caches) {}

  public EarlierTransformCaches {
    requireNonNull(current, "current");
    Earlier.requireWindow(spans);
  }

  @Override
  public void resolve(Resolution<Outputs> resolution) {
    resolution.select(
        Outputs::caches,
        resolution
            .input(Optional.of(current))
            .map(now -> CACHES.window(now, spans, resolution))
            .orElseGet(List::of));
  }
}
