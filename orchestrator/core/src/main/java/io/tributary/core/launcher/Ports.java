package io.tributary.core.launcher;

import io.tributary.api.Channel;
import io.tributary.api.artifact.Artifact;
import java.util.function.Function;

/** Tells which output a port such as {@code Outputs::model} means. Immutable. */
final class Ports<O extends Record> {
  private final O outputs;

  private Ports(O outputs) {
    this.outputs = outputs;
  }

  /** The ports of a node's step, whose outputs record is an {@code O}. */
  @SuppressWarnings("unchecked") // the shape makes the record that the step's class declares
  static <O extends Record> Ports<O> of(Prepared prepared) {
    var id = prepared.node().getId();
    return new Ports<>(
        (O) prepared.shape().newOutputs(output -> Channel.of(id, output.name(), output.type())));
  }

  <A extends Artifact> Channel<A> channel(Function<O, Channel<A>> port) {
    return port.apply(outputs);
  }
}
