package io.tributary.core.launcher;

import io.tributary.api.Channel;
import io.tributary.api.InputArtifact;
import io.tributary.api.artifact.Artifact;
import io.tributary.core.artifact.StoredArtifact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The artifacts of a node's inputs, found by channel. Immutable. */
final class Inputs {
  private final String where;
  private final Map<String, List<StoredArtifact<?>>> byChannel = new HashMap<>();

  Inputs(Prepared prepared, String where) {
    this.where = where;
    for (var input : prepared.node().getInputsList()) {
      if (input.hasChannel()) {
        byChannel.put(
            key(input.getChannel().getNode(), input.getChannel().getOutput()),
            prepared.inputs().getOrDefault(input.getName(), List.of()));
      }
    }
  }

  private static String key(String node, String output) {
    return node + "." + output;
  }

  <A extends Artifact> List<InputArtifact<A>> all(Channel<A> channel) {
    var found = byChannel.get(key(channel.node(), channel.output()));
    if (found == null) {
      throw new IllegalArgumentException(
          where
              + " > input: '"
              + channel
              + "' (expected: one of "
              + byChannel.keySet().stream().sorted().toList()
              + "); read only channels that are components of the step's record");
    }
    var artifacts = new ArrayList<InputArtifact<A>>();
    for (var artifact : found) {
      artifacts.add(artifact.as(channel.type().artifact()));
    }
    return artifacts;
  }

  <A extends Artifact> InputArtifact<A> one(Channel<A> channel) {
    var artifacts = all(channel);
    if (artifacts.isEmpty()) {
      throw new IllegalArgumentException(
          where
              + " > input: '"
              + channel
              + "' has no artifact (expected: one); declare the input as Optional<Channel<...>>");
    }
    return artifacts.get(0);
  }

  <A extends Artifact> Optional<InputArtifact<A>> optional(Optional<Channel<A>> channel) {
    return channel.flatMap(present -> all(present).stream().findFirst());
  }
}
