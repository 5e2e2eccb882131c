package io.tributary.components.infravalidator;

import io.tributary.api.Channel;
import io.tributary.api.InputArtifact;
import io.tributary.api.PastOutputs;
import io.tributary.api.artifact.Artifact;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An earlier execution of a component with one output. */
public record Past<O extends Record>(
    @Nullable InputArtifact<?> artifact, Path servingRepository, Optional<String> servingServer)
    implements PastOutputs<O> {
  @Override
  @SuppressWarnings("unchecked") // there is only one output
  public <A extends Artifact> Optional<InputArtifact<A>> output(Function<O, Channel<A>> port) {
    return Optional.ofNullable((InputArtifact<A>) artifact);
  }
}
