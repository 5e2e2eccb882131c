package io.tributary.api;

import io.tributary.api.artifact.Artifact;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a {@link Resolver} is handed when it runs.
 *
 * @param <O> the resolver's outputs
 */
public interface Resolution<O extends Record> {

  /** Published (LIVE) artifacts of this pipeline, from all its runs, newest first. */
  <A extends Artifact> List<InputArtifact<A>> published(Class<A> type);

  /** The artifact of an input. */
  <A extends Artifact> InputArtifact<A> input(Channel<A> channel);

  /**
   * The artifact of an optional input; empty when the input was left out or its producer made
   * nothing.
   */
  <A extends Artifact> Optional<InputArtifact<A>> input(Optional<Channel<A>> channel);

  /** Makes {@code artifacts} the content of an output, in this order. */
  <A extends Artifact> void select(Function<O, Channel<A>> port, List<InputArtifact<A>> artifacts);
}
