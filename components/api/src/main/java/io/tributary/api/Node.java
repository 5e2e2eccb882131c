package io.tributary.api;

import static java.util.Objects.requireNonNull;

import io.tributary.api.shape.StepShape;
import java.util.List;
import java.util.Map;

/**
 * A step at its place in a pipeline, as the compiler reads it.
 *
 * @param id unique in the pipeline
 * @param step a {@link Component} or {@link Resolver}
 * @param shape what the step's record class declares
 * @param inputs the channel of every input that is not empty, by name
 * @param conditions all must hold for the node to run
 * @param options how it is run
 * @param exitHandler whether it runs at the end, whatever happened
 * @param subPipelines ids of the enclosing sub-pipelines, outermost first
 */
public record Node(
    String id,
    Record step,
    StepShape shape,
    Map<String, Channel<?>> inputs,
    List<Condition> conditions,
    NodeOptions options,
    boolean exitHandler,
    List<String> subPipelines) {
  public Node {
    requireNonNull(id, "id");
    requireNonNull(step, "step");
    requireNonNull(shape, "shape");
    inputs = Map.copyOf(inputs);
    conditions = List.copyOf(conditions);
    requireNonNull(options, "options");
    subPipelines = List.copyOf(subPipelines);
  }
}
