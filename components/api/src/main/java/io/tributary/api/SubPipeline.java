package io.tributary.api;

/**
 * Several steps used as one: a record whose channels are the inputs of the sub-pipeline, and a
 * method that adds its steps. Node ids inside are prefixed with the id of the sub-pipeline and a
 * dot.
 *
 * @param <O> the outputs: a record whose components are all {@code Channel}s
 */
public non-sealed interface SubPipeline<O extends Record> extends Step<O> {

  /** Adds the steps to {@code pipeline} and returns what the sub-pipeline gives to the outside. */
  O define(Pipeline pipeline);
}
