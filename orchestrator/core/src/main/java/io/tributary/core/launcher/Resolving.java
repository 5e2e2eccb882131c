package io.tributary.core.launcher;

import io.tributary.api.Channel;
import io.tributary.api.InputArtifact;
import io.tributary.api.Resolution;
import io.tributary.api.Resolver;
import io.tributary.api.artifact.Artifact;
import io.tributary.core.artifact.StoredArtifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Asks a resolver what it chooses. */
final class Resolving<O extends Record> implements Resolution<O> {
  private final Inputs inputs;
  private final Ports<O> ports;
  private final History history;
  private final String pipeline;
  private final Map<String, List<StoredArtifact<?>>> selected = new LinkedHashMap<>();

  private Resolving(Prepared prepared, History history, String pipeline, String where) {
    this.inputs = new Inputs(prepared, where);
    this.ports = Ports.of(prepared);
    this.history = history;
    this.pipeline = pipeline;
  }

  /** What the resolver chooses, by output; outputs for which it chooses nothing are absent. */
  static Map<String, List<StoredArtifact<?>>> resolve(
      Prepared prepared, History history, String pipeline, String where) throws Exception {
    return resolve((Resolver<?>) prepared.step(), prepared, history, pipeline, where);
  }

  private static <O extends Record> Map<String, List<StoredArtifact<?>>> resolve(
      Resolver<O> resolver, Prepared prepared, History history, String pipeline, String where)
      throws Exception {
    var resolving = new Resolving<O>(prepared, history, pipeline, where);
    resolver.resolve(resolving);
    return resolving.selected;
  }

  @Override
  public <A extends Artifact> List<InputArtifact<A>> published(Class<A> type) {
    return List.copyOf(history.published(pipeline, type));
  }

  @Override
  public <A extends Artifact> InputArtifact<A> input(Channel<A> channel) {
    return inputs.one(channel);
  }

  @Override
  public <A extends Artifact> Optional<InputArtifact<A>> input(Optional<Channel<A>> channel) {
    return inputs.optional(channel);
  }

  @Override
  public <A extends Artifact> void select(
      Function<O, Channel<A>> port, List<InputArtifact<A>> artifacts) {
    var chosen = new ArrayList<StoredArtifact<?>>();
    for (var artifact : artifacts) {
      if (!(artifact instanceof StoredArtifact<?> stored)) {
        throw new IllegalArgumentException(
            "resolver: selects "
                + artifact
                + " (expected: artifacts that published() or input() gave); select one of these");
      }
      chosen.add(stored);
    }
    if (!chosen.isEmpty()) {
      selected.put(ports.channel(port).output(), List.copyOf(chosen));
    }
  }
}
