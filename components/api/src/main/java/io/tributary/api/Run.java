package io.tributary.api;

import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;

/**
 * One attempt at running a component: its inputs, its outputs, and what it may use. Not to be used
 * after {@link Component#run} has returned. Not thread-safe, except for {@link #allocator}, {@link
 * #checkpoints}, {@link #engine}, {@link #log}, {@link #progress} and {@link #remember}.
 *
 * @param <O> the component's outputs
 */
public interface Run<O extends Record> extends ParameterValues {

  /** The artifact of an input. */
  <A extends Artifact> InputArtifact<A> input(Channel<A> channel);

  /**
   * The artifact of an optional input; empty when the input was left out or its producer made
   * nothing.
   */
  <A extends Artifact> Optional<InputArtifact<A>> input(Optional<Channel<A>> channel);

  /** All artifacts of an input, in the producer's order. */
  <A extends Artifact> List<InputArtifact<A>> inputs(Channel<A> channel);

  /** The artifact of an output: {@code run.output(Outputs::model)}. */
  <A extends Artifact> OutputArtifact<A> output(Function<O, Channel<A>> port);

  /** The rows of all splits of an input, split after split. */
  default ExamplesReader read(Channel<Examples> channel) throws IOException {
    return new ExamplesReader(dataset(channel), allocator());
  }

  /** The rows of one split of an input. */
  default ExamplesReader read(Channel<Examples> channel, String split) throws IOException {
    return new ExamplesReader(dataset(channel, split), allocator());
  }

  /**
   * The files of an input's splits; without names, of all splits. For full passes with {@link
   * #engine}.
   */
  default Dataset dataset(Channel<Examples> channel, String... splits) {
    var artifact = input(channel);
    return Dataset.of(artifact.path(), splits.length == 0 ? artifact.splits() : List.of(splits));
  }

  /** Writes an output without splits of its own: into the split {@code all}. */
  default ExamplesWriter write(Function<O, Channel<Examples>> port, Schema schema)
      throws IOException {
    return write(port, "all", schema);
  }

  /** Writes one split of an output. */
  default ExamplesWriter write(Function<O, Channel<Examples>> port, String split, Schema schema)
      throws IOException {
    return new ExamplesWriter(output(port).split(split), schema, allocator());
  }

  /** Reads a secret. The text must not be stored, logged, or passed on to an output. */
  String reveal(Secret secret);

  /**
   * Off-heap memory of this execution, named after it. What is not released when the component
   * returns is a leak, and fails it.
   */
  BufferAllocator allocator();

  /** Executes full passes over data. */
  DataEngine engine();

  /** The only source of time. */
  Clock clock();

  /**
   * The only source of randomness: the same in every run of the same pipeline unless the run sets
   * another.
   */
  long seed();

  /** A directory for this attempt alone, deleted afterwards. */
  Path temporaryDirectory();

  /** What earlier attempts have kept for this one, and this one keeps for those after it. */
  Checkpoints checkpoints();

  /**
   * The model repository that this run serves from, absolute; may not exist yet. That of the
   * installation, unless the run pushes elsewhere.
   */
  Path servingRepository();

  /**
   * {@code host:port} of the gRPC endpoint of a running server that serves {@link
   * #servingRepository} and has to take over what is pushed there; empty when a server will find it
   * at its next load.
   */
  Optional<String> servingServer();

  /** Goes to the log of this node in this run. */
  Logger log();

  /** Tells the person who watches what has been reached; shown, not stored. */
  void progress(String message);

  /**
   * Stores a part of this execution that has ended, at once, so that people who look see it. One
   * that was stored under its name before, by this attempt or an earlier one, stays as it is.
   */
  void remember(ExecutionPart part);

  /** Id of the node in the pipeline. */
  String nodeId();

  /** Id of the pipeline run. */
  String runId();

  /** 1 for the first attempt. */
  int attempt();

  /**
   * How the other nodes of the run ended.
   *
   * @throws IllegalStateException if this node is no exit handler
   */
  RunOutcome outcome();
}
