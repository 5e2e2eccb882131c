package io.tributary.api;

import static java.util.Objects.requireNonNull;

import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.ArtifactType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The promise of an artifact: an output of a node, to be handed to the steps that need it. A
 * channel exists while a pipeline is defined; while a component runs it only names the input to
 * read, through {@link Run#input}.
 *
 * <p>Two channels are equal when they name the same output of the same node.
 *
 * @param <A> the type of artifact
 */
public final class Channel<A extends Artifact> {
  private final String node;
  private final String output;
  private final ArtifactType<A> type;
  private final @Nullable Graph graph;

  private Channel(String node, String output, ArtifactType<A> type, @Nullable Graph graph) {
    this.node = requireNonNull(node, "node");
    this.output = requireNonNull(output, "output");
    this.type = requireNonNull(type, "type");
    this.graph = graph;
  }

  static <A extends Artifact> Channel<A> in(
      Graph graph, String node, String output, ArtifactType<A> type) {
    return new Channel<>(node, output, type, graph);
  }

  /** A channel that belongs to no pipeline: what a component that was rebuilt from the IR holds. */
  public static <A extends Artifact> Channel<A> of(
      String node, String output, ArtifactType<A> type) {
    return new Channel<>(node, output, type, null);
  }

  /** Id of the node whose output this is. */
  public String node() {
    return node;
  }

  /** Name of the output. */
  public String output() {
    return output;
  }

  public ArtifactType<A> type() {
    return type;
  }

  boolean belongsTo(Graph other) {
    return graph == other;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Channel<?> that
        && node.equals(that.node)
        && output.equals(that.output)
        && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return Objects.hash(node, output);
  }

  /** {@code CsvExampleGen.examples}, as error messages name it. */
  @Override
  public String toString() {
    return node + "." + output;
  }
}
