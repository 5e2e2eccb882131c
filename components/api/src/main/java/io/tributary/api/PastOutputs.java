package io.tributary.api;

import io.tributary.api.artifact.Artifact;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The outputs of an earlier execution that could be reused.
 *
 * @param <O> the component's outputs
 */
public interface PastOutputs<O extends Record> {

  /** The artifact of an output; empty when that execution made none. */
  <A extends Artifact> Optional<InputArtifact<A>> output(Function<O, Channel<A>> port);

  /** As {@link Run#servingRepository} of the run that would reuse them. */
  Path servingRepository();

  /** As {@link Run#servingServer} of the run that would reuse them. */
  Optional<String> servingServer();
}
