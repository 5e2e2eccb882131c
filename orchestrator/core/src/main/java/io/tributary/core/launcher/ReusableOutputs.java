package io.tributary.core.launcher;

import io.tributary.api.Channel;
import io.tributary.api.InputArtifact;
import io.tributary.api.PastOutputs;
import io.tributary.api.artifact.Artifact;
import io.tributary.core.artifact.StoredArtifact;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The outputs of an earlier execution, as the component is shown them. */
record ReusableOutputs<O extends Record>(
    Ports<O> ports,
    Map<String, List<StoredArtifact<?>>> artifacts,
    Path servingRepository,
    Optional<String> servingServer)
    implements PastOutputs<O> {
  @Override
  public <A extends Artifact> Optional<InputArtifact<A>> output(Function<O, Channel<A>> port) {
    var channel = ports.channel(port);
    return artifacts.getOrDefault(channel.output(), List.of()).stream()
        .findFirst()
        .map(artifact -> artifact.as(channel.type().artifact()));
  }
}
