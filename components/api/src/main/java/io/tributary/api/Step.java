package io.tributary.api;

/**
 * What can be added to a pipeline: a {@link Component}, which works; a {@link Resolver}, which
 * chooses among artifacts that exist; or a {@link SubPipeline}, which adds further steps.
 *
 * <p>A step is a record. Its record components of type {@link Channel} or {@code Optional<Channel>}
 * are inputs, all others are parameters.
 *
 * @param <O> the outputs: a record whose components are all {@code Channel}s
 */
public sealed interface Step<O extends Record> permits Component, Resolver, SubPipeline {}
